// A new device of one's own: the new one shows a code, an old one takes it.
import { isAbortedError } from '@dialtone/sdk';
import { $, complain, onClick, onSubmit, openDialog } from '../page.mjs';
import { drawQr, onScan } from './qr.js';

/** `onLinked` is called when this device was linked. Returns what opens the two dialogs. */
export function showLinking(chat, onLinked) {
  const say = (id, text) => ($(id).querySelector('[role=status]').textContent = text);

  // 1. This device is the new one.
  async function ask() {
    $('link').querySelector('[role=alert]').textContent = '';
    say('link', 'Making a code…');
    const { code, qrText, done } = await chat.linking.request();
    $('link-code').textContent = code;
    drawQr($('link-qr'), qrText, 'QR code of this device');
    say('link', 'Waiting for the other device. The code is good for 10 minutes.');
    done.then(linked, (error) => {
      if (isAbortedError(error)) return; // another code has taken its place
      say('link', '');
      complain(error, $('link'));
    });
  }

  async function linked() {
    $('link').close();
    await onLinked();
  }

  async function openLink() {
    openDialog('link');
    await ask().catch((error) => complain(error, $('link')));
  }
  onClick($('open-link'), openLink);
  onClick($('link-again'), ask);

  // 2. This device is an old one.
  async function approve(code) {
    say('approve', 'Checking the code…');
    try {
      await chat.linking.approve(code);
      say('approve', 'The new device has your identity; the keys follow.');
      $('approve-form').reset();
    } catch (error) {
      say('approve', '');
      throw error;
    }
  }
  const openApprove = () => {
    openDialog('approve');
  };
  onClick($('open-approve'), openApprove);
  onSubmit('approve-form', ({ code }) => approve(code));
  onScan('scan-link', approve);

  return { openLink, openApprove };
}
