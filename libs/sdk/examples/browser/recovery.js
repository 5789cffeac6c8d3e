// Twelve words that bring the account back on a new device: making them, and using them.
import { $, make, onClick, onSubmit, openDialog } from '../page.mjs';

/** `onLinked` is called when this device has the user's identity. */
export function showRecovery(chat, onLinked) {
  let setup; // the words that are being written down

  // 1. One part of the dialog at a time. The words leave the page with it.
  function show(part) {
    for (const element of $('recovery').querySelectorAll('[data-for]')) element.hidden = element.dataset.for !== part;
    const words = part === 'words' ? setup.words : [];
    $('words').replaceChildren(...words.map((word) => make('li', { textContent: word })));
    $('type-back').reset();
  }

  function showState() {
    setup = undefined;
    if (!chat.linking.isLinked) show('unlinked');
    else show(chat.recovery.isOn ? 'on' : 'off');
  }

  const say = (text) => ($('recovery').querySelector('[role=status]').textContent = text);

  onClick($('open-recovery'), () => {
    showState();
    openDialog('recovery');
  });
  $('recovery').addEventListener('close', showState);

  // 2. New words: shown once, and good when two of them were typed back.
  async function begin(made) {
    setup = await made;
    say('');
    show('words');
  }
  onClick($('make-words'), () => begin(chat.recovery.begin()));
  onClick($('renew-words'), () => begin(chat.recovery.renew()));
  onClick($('words-again'), () => show('words'));
  onClick($('words-written'), () => {
    show('type-back');
    const [first, second] = setup.ask;
    $('ask-first').textContent = `Word ${first + 1}`;
    $('ask-second').textContent = `Word ${second + 1}`;
    $('type-back').elements.first.focus();
  });
  onSubmit('type-back', async ({ first, second }) => {
    await setup.confirm([first, second]);
    showState();
    say('Your twelve words are good now.');
  });

  onClick($('end-recovery'), async () => {
    if (!confirm('Turn recovery off? Your twelve words will open nothing.')) return;
    await chat.recovery.end();
    showState();
    say('Recovery is off.');
  });

  // 3. The words on a new device, when nobody else is there.
  onClick($('open-restore'), () => {
    $('restore-form').reset();
    openDialog('restore');
  });
  onSubmit('restore-form', async ({ words }, form) => {
    await chat.recovery.restore(words);
    form.reset();
    $('restore').close();
    await onLinked();
  });
  $('restore').addEventListener('close', () => $('restore-form').reset());

  // 4. Neither words nor another device: one begins anew, and everybody else is told.
  onClick($('reset'), async () => {
    if (!confirm(`Begin anew? ${WHAT_IS_LOST}`)) return;
    await chat.trust.resetIdentity();
    await onLinked();
  });
}

const WHAT_IS_LOST =
  'You get a new identity. The others are told that it has changed, and share nothing with you until they accept it. ' +
  'What was said so far comes back only with keys that they share.';
