// Reads a spreadsheet file (Office Open XML) the way another program would: the archive, its parts,
// each cell with its font, and what is merged. Only what our tests look at is understood; anything
// else in a place that matters fails.
import assert from 'node:assert/strict';
import zlib from 'node:zlib';

/**
 * The only worksheet: {name, cells, merges, page}. `cells` maps "A1" to {value, font, format}, where
 * the value is a text, a number, or null in an empty cell; `merges` are "A1:C1" and so on.
 */
export function read_xlsx(bytes) {
  const parts = unzip(bytes);
  const part = (name) => {
    assert.ok(parts.has(name), `the file has no ${name}`);
    return parts.get(name).toString('utf8');
  };
  const sheets = elements(part('xl/workbook.xml'), 'sheet');
  assert.equal(sheets.length, 1, 'one worksheet');
  const sheet = part('xl/worksheets/sheet1.xml');
  assert.deepEqual([...elements(sheet, 'f'), ...elements(sheet, 'hyperlink')], [],
                   'nothing is computed, nothing leads elsewhere');
  const texts = elements(part('xl/sharedStrings.xml'), 'si')
    .map(({ inner }) => elements(inner, 't').map((each) => unescaped(each.inner)).join(''));
  const styles = read_styles(part('xl/styles.xml'));
  const cells = new Map(elements(sheet, 'c').map(({ attributes, inner }) =>
    [attributes.r, { value: value_of(attributes.t, inner, texts), ...styles[attributes.s ?? 0] }]));
  return {
    name: unescaped(sheets[0].attributes.name),
    cells,
    merges: elements(sheet, 'mergeCell').map(({ attributes }) => attributes.ref),
    page: elements(sheet, 'pageSetup')[0].attributes,
  };
}

function value_of(type, inner, texts) {
  const value = elements(inner, 'v')[0]?.inner;
  if (value === undefined) return null;
  if (type === 's') return texts[Number(value)];
  assert.equal(type, undefined, 'a text or a number');
  return Number(value);
}

function read_styles(xml) {
  const fonts = elements(elements(xml, 'fonts')[0].inner, 'font')
    .map(({ inner }) => ({
      name: elements(inner, 'name')[0].attributes.val,
      points: Number(elements(inner, 'sz')[0].attributes.val),
    }));
  const formats = new Map(elements(xml, 'numFmt')
    .map(({ attributes }) => [attributes.numFmtId, attributes.formatCode]));
  return elements(elements(xml, 'cellXfs')[0].inner, 'xf').map(({ attributes }) => ({
    font: fonts[Number(attributes.fontId)],
    format: formats.get(attributes.numFmtId) ?? '',
  }));
}

/** The elements of that name, none of which holds another of its name. */
function elements(xml, name) {
  const pattern = new RegExp(`<${name}((?:\\s[^<>]*?)?)(?:/>|>(.*?)</${name}>)`, 'gs');
  return [...xml.matchAll(pattern)].map(([, attributes, inner = '']) => ({
    attributes: Object.fromEntries([...attributes.matchAll(/([\w:]+)="([^"]*)"/g)]
      .map(([, key, value]) => [key, value])),
    inner,
  }));
}

const kEntities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text) {
  return text.replace(/&(\w+);/g, (_, name) => kEntities[name]);
}

/** The files of a zip archive by name, as its directory at the end lists them. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  assert.notEqual(end, -1, 'a zip archive has a directory');
  const parts = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; --left) {
    assert.equal(bytes.toString('latin1', at, at + 4), 'PK\x01\x02');
    const [method, crc] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
    const [packed_size, name_size] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const name = bytes.toString('utf8', at + 46, at + 46 + name_size);
    const local = bytes.readUInt32LE(at + 42);
    const begins = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(begins, begins + packed_size);
    const content = method === 0 ? packed : zlib.inflateRawSync(packed);
    // Node has the checksum from 22 on.
    if (zlib.crc32) assert.equal(zlib.crc32(content), crc, `${name} is whole`);
    parts.set(name, content);
    at += 46 + name_size + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

/**
 * That the file says what the bureau's table says: every number in its place, and the words, order,
 * groups and merged cells of the form.
 */
export function assert_is_official_table(bytes, table, form, { annex, title, head_line }) {
  const { name, cells, merges, page } = read_xlsx(bytes);
  const value = (column, row) => cells.get(`${column}${row}`)?.value;
  assert.equal(name, title);
  assert.equal(page.paperSize, '9', 'A4');
  assert.deepEqual([1, 2, 3].map((row) => value('A', row)), [annex, title, head_line]);
  assert.deepEqual(['A1', 'A2', 'A3', 'A4'].map((each) => cells.get(each).font), [
    { name: '黑体', points: 16 }, { name: '方正小标宋简体', points: 22 },
    { name: '仿宋_GB2312', points: 12 }, { name: '仿宋_GB2312', points: 12 },
  ]);
  const expected_merges = ['A1:C1', 'A2:C2', 'A3:C3'];
  table.cells.forEach((cell, index) => {
    const row = index + 4;
    const { group, label } = form[index];
    assert.equal(value('C', row), number_of(cell), `the number of cell ${cell.number}`);
    assert.equal(value(group ? 'B' : 'A', row), label, `the words of cell ${cell.number}`);
    if (!group) {
      expected_merges.push(`A${row}:B${row}`);
    } else if (group !== form[index - 1]?.group) {
      const rows = form.filter((each) => each.group === group).length;
      assert.equal(value('A', row), group);
      if (rows > 1) expected_merges.push(`A${row}:A${row + rows - 1}`);
    }
    assert.equal(cells.get(`C${row}`).format, cell.unit_of_measure === '万元' ? '0.00' : '0');
  });
  assert.deepEqual([...merges].sort(), expected_merges.sort());
  const last_row = Math.max(...[...cells.keys()].map((each) => Number(each.slice(1))));
  assert.equal(last_row, table.cells.length + 3, 'no totals, no signatures');
}

function number_of({ state, value }) {
  if (state === 'none') return '-';
  return value === null ? null : Number(value);
}
