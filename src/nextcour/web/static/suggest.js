// Suggestions below the search box: the combobox pattern of WAI-ARIA. The form works without.
const WAIT = 120;

const suggestions = async (form, text, signal) => {
  if ("fixed" in form.dataset) {
    const { find } = await import("./names.js");
    return find(form.dataset.suggest, text);
  }
  const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal });
  return answer.ok ? (await answer.json()).suggestions : null;
};

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let options = [], at = -1, timer = 0, asked = null, shown = "";

  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.some.trim());
  said.className = "hush";
  said.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  form.append(list, said);

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const open = () => {
    if (!options.length) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const choose = (next) => {
    at = next;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const show = (found) => {
    options = found.map((one, place) => {
      const option = document.createElement("li");
      const title = document.createElement("span");
      const about = document.createElement("small");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = one.url;
      title.textContent = one.title;
      if (one.lang) title.lang = one.lang;
      title.dir = "auto";
      about.textContent = one.about;
      option.append(title, about);
      return option;
    });
    list.replaceChildren(...options);
    said.textContent = options.length ? `${form.dataset.some}${options.length}` : form.dataset.none;
    close();
    open();
  };

  const ask = async () => {
    const text = input.value.trim();
    asked?.abort();
    if (!text) {
      shown = "";
      options = [];
      said.textContent = "";
      return close();
    }
    if (text === shown) return open();
    asked = new AbortController();
    try {
      const found = await suggestions(form, text, asked.signal);
      if (!found || text !== input.value.trim()) return close();
      shown = text;
      show(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((at + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      location.assign(options[at].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 100));
  // The input keeps the focus, so that leaving it does not close the list before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });

  // A site of files has no search of its own: the page that the form leads to looks the same way.
  if ("fixed" in form.dataset && form.classList.contains("big")) {
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) {
      input.value = asked.slice(0, 500);
      ask();
    }
  }
}
