// QR codes: on the screen, and from a camera.
import { encodeQR } from 'qr';
import { BarcodeDetector as QrReader } from 'qr/decode.js';
import { $, complain, make } from '../page.mjs';

const QUIET_MODULES = 4;
const SVG = 'http://www.w3.org/2000/svg';

/** Draws the QR code of a text into a `<figure>`, and the text itself below it, for whoever cannot scan. */
export function drawQr(figure, text, label) {
  if (figure.querySelector('code')?.textContent === text) return;
  const rows = encodeQR(text, 'raw', { border: QUIET_MODULES });
  const modules = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const attributes = { viewBox: `0 0 ${rows.length} ${rows.length}`, role: 'img', 'aria-label': label };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  path.setAttribute('d', modules.join(''));
  svg.append(path);
  const summary = make('summary', { textContent: 'The QR code as text' });
  figure.replaceChildren(svg, make('details', {}, summary, make('code', { textContent: text })));
}

/**
 * Makes a button open the camera, in the `<video>` of its dialog, and gives `take` the text of the first QR code that is
 * seen. Pressing it again, or closing the dialog, closes the camera.
 */
export function onScan(buttonId, take) {
  const button = $(buttonId);
  const dialog = button.closest('dialog');
  const label = button.textContent;
  let over; // while the camera is open
  dialog.addEventListener('close', () => over?.abort());
  button.addEventListener('click', async () => {
    if (over) return over.abort();
    over = new AbortController();
    dialog.querySelector('[role=alert]').textContent = '';
    button.textContent = 'Stop the camera';
    const text = await scan(dialog.querySelector('video'), over.signal).catch((error) => complain(error, button));
    button.textContent = label;
    over = undefined;
    if (text !== undefined) await take(text).catch((error) => complain(error, button));
  });
}

/** The text of the first QR code that the camera sees; undefined when it was stopped before. */
async function scan(video, signal) {
  const reader = await createReader();
  const camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).catch((cause) => {
    throw new Error(`No camera can be used (${cause.message}): type or paste it instead.`, { cause });
  });
  try {
    video.srcObject = camera;
    video.hidden = false;
    await video.play();
    while (!signal.aborted) {
      const [code] = await reader.detect(video);
      if (code && !signal.aborted) return code.rawValue;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    for (const track of camera.getTracks()) track.stop();
    video.hidden = true;
    video.srcObject = null;
  }
}

/** The browser's own reader, where it has one that reads QR codes. */
async function createReader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  const Reader = formats.includes('qr_code') ? globalThis.BarcodeDetector : QrReader;
  return new Reader({ formats: ['qr_code'] });
}
