/* global MiniSearch, documents */
const index = new MiniSearch({
  fields: ['name', 'title', 'symptoms', 'services', 'meaning'],
  storeFields: ['title'],
  idField: 'name',
  searchOptions: { prefix: true, fuzzy: 0.2, boost: { name: 4, symptoms: 3, title: 2 } },
});
index.addAll(documents);
const field = document.getElementById('search');
const list = document.getElementById('found');
field.addEventListener('input', () => {
  const found = index.search(field.value).slice(0, 8);
  list.replaceChildren(
    ...found.map(({ id, title }) => {
      const link = document.createElement('a');
      link.href = `${id}.html`;
      link.textContent = id;
      const more = document.createElement('span');
      more.textContent = title;
      link.append(more);
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  }
  if (event.key === 'Escape') {
    field.value = '';
    list.replaceChildren();
  }
  if (event.key === 'Enter' && document.activeElement === field) list.querySelector('a')?.click();
});
for (const block of document.querySelectorAll('pre')) {
  const frame = document.createElement('div');
  frame.className = 'code';
  block.replaceWith(frame);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.textContent);
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });
  frame.append(block, button);
}
