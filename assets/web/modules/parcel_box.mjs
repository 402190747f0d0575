// A venue without a network: the kiosk's file is dropped here (or chosen), and the answers' file
// for the kiosk comes back as a download.
import { postFile, wordsOf } from './api.mjs';
import { openDialog } from './dialog.mjs';
import { element, icon } from './dom.mjs';
import { text } from './language.mjs';
import { announce } from './notices.mjs';
import { downloadReceipt } from './receipt_file.mjs';
import { receiptWords } from './receipt_words.mjs';
import { goToSignIn } from './shell.mjs';

const kFileBytesMax = 8 * 1024 * 1024;

function showAnswered(answered) {
  const fine = answered.problem === '';
  openDialog({
    title: text(fine ? 'parcel.done' : 'parcel.not_done'),
    subtitle: answered.kiosk,
    className: 'parcel',
    content: [
      ...receiptWords(answered).map((line) => element('p', {}, line)),
      element('p', { class: 'notice' }, text('parcel.take_back')),
      element('button', {
        class: 'button primary', type: 'button', onclick: () => downloadReceipt(answered),
      }, icon('download'), text('parcel.download')),
    ],
  });
}

export function parcelBox() {
  const chooser = element('input', { type: 'file', hidden: true, accept: '.to-bureau' });
  const button = element('button', {
    class: 'button quiet', type: 'button', onclick: () => chooser.click(),
  }, icon('upload'), text('parcel.choose'));
  const box = element('section', { class: 'card parcel-box', 'aria-label': text('parcel.title') },
    element('div', {},
      element('h2', {}, text('parcel.title')),
      element('p', { class: 'hint' }, text('parcel.hint'))),
    button, chooser);

  const take = async (file) => {
    if (!file) return;
    if (file.size > kFileBytesMax) return announce(text('parcel.not_ours'), 'problem');
    button.disabled = true;
    try {
      showAnswered(await postFile('/api/parcels', file));
    } catch (error) {
      if (error.status === 401) return goToSignIn();
      const isForeign = error.status === 422 || error.code === 'denied';
      announce(isForeign ? text('parcel.not_ours') : wordsOf(error), 'problem');
    } finally {
      button.disabled = false;
      chooser.value = '';
    }
  };
  chooser.addEventListener('change', () => take(chooser.files[0]));
  const hover = (is) => (event) => {
    event.preventDefault();
    box.classList.toggle('hovered', is);
  };
  box.addEventListener('dragover', hover(true));
  box.addEventListener('dragleave', hover(false));
  box.addEventListener('drop', (event) => {
    hover(false)(event);
    take(event.dataTransfer.files[0]);
  });
  return box;
}
