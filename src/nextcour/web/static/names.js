// Search without a server: every name in one text, those that more people look for first. As `site/suggest.py` looks.
const files = new Map();

const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\p{P}\p{S}\s]+/gu, " ").trim();

const load = async (address) => {
  if (!files.has(address)) {
    files.set(address, fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    }).then((found) => {
      const names = found.names.map(([name, show]) => ({ name, show, plain: fold(name) }));
      const starts = [];
      let at = 0;
      for (const one of names) {
        starts.push(at);
        at += one.plain.length + 1;
      }
      return { shows: found.shows, names, starts, whole: names.map((one) => `\n${one.plain}`).join("") };
    }));
    files.get(address).catch(() => files.delete(address));
  }
  return files.get(address);
};

const place = (starts, at) => {
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle + 1; else high = middle;
  }
  return low - 1;
};

export const find = async (address, typed, limit = 8) => {
  const { shows, names, starts, whole } = await load(address);
  const wanted = fold(typed);
  const found = new Map();
  if (!wanted) return [];
  const dense = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(wanted);
  for (const before of ["\n", " ", ""]) {
    if (!before && wanted.length < 3 && !dense) break;
    for (let at = whole.indexOf(before + wanted); at >= 0 && found.size < limit;) {
      const hit = place(starts, at);
      const { name, show } = names[hit];
      if (!found.has(show)) found.set(show, name);
      if (hit + 1 === starts.length) break;
      at = whole.indexOf(before + wanted, starts[hit + 1]);
    }
  }
  return [...found].map(([show, name]) => {
    const [title, lang, about, url] = shows[show];
    return { title, lang, about: name === title ? about : `${name} · ${about}`, url };
  });
};
