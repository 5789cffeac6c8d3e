// What the pages of the examples share; it knows nothing of Dialtone.

export const $ = (id) => document.getElementById(id);

/** An element with these properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Does the work when the form is sent, with its fields. One at a time; what goes wrong stands beside it. */
export function onSubmit(id, work) {
  const form = $(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run(form, [...form.querySelectorAll('button')], () => work(Object.fromEntries(new FormData(form)), form));
  });
}

/** Does the work when the button is pressed. One at a time; what goes wrong stands beside it. */
export function onClick(button, work) {
  button.addEventListener('click', () => void run(button, [button], work));
}

/** Shows what went wrong in the dialog of the element, or on the page if it is in none. */
export function complain(error, element) {
  const dialog = element?.closest('dialog');
  const place = dialog?.open ? dialog.querySelector('[role=alert]') : $('problem');
  place.textContent = error instanceof Error ? error.message : String(error);
}

/** Opens a dialog, without what was said in it before. */
export function openDialog(id) {
  const dialog = $(id);
  for (const said of dialog.querySelectorAll('[role=alert], [role=status]')) said.textContent = '';
  if (!dialog.open) dialog.showModal();
  return dialog;
}

async function run(element, buttons, work) {
  const place = element.closest('dialog')?.querySelector('[role=alert]') ?? $('problem');
  place.textContent = '';
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    complain(error, element);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}
