// The bureau's answers to a kiosk's parcel, as a file to bring back.
import { element } from './dom.mjs';

export function downloadReceipt({ answers_base64: answers, file_name: name }) {
  const bytes = Uint8Array.from(atob(answers), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes]));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
