// A page that is a file cannot know how old its data have become; the reader's clock does.
const DAYS = 30;

for (const note of document.querySelectorAll("[data-known-to]")) {
  note.hidden = Date.now() - Date.parse(note.dataset.knownTo) < DAYS * 86_400_000;
}
