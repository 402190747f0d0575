// A code that came as SVG, shown as a picture: an image cannot run anything, whatever is in it.
import { element } from './dom.mjs';

export function svgAddress(svg) {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

export function qrPicture(svg, label) {
  return element('img', { class: 'qr', src: svgAddress(svg), alt: label });
}
