// The official table as a file: read back as another program would, cell by cell beside what the
// bureau says and word by word beside the form.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  campaign_file, cell, kCampaign, make_bureau, make_kiosk, make_workspace, output_of, serve,
  yesterday,
} from './programs.mjs';
import { assert_is_official_table } from './xlsx.mjs';

const kPassword = 'quiet river 1958';
const kLine = (key) => new RegExp(`^${key} = "(.*)"$`, 'm');

/** The form's words as its file has them: [{group, label}]. */
function form_words() {
  const text = readFileSync(join(process.env.KEQIAN_SOURCES, 'assets/forms/science-week-19.toml'),
                            'utf8');
  const [head, ...cells] = text.split('[[cells]]');
  return {
    title: head.match(kLine('title'))[1],
    head_line: head.match(kLine('head_line'))[1],
    cells: cells.map((each) => ({
      group: each.match(kLine('group'))?.[1] ?? '', label: each.match(kLine('label'))[1],
    })),
  };
}

async function signed_in(bureau, url) {
  await output_of('keqian-bureau',
                  ['--data', bureau.data, 'user', 'add', '--name', 'liu.yan', '--role', 'administrator'],
                  { input: `${kPassword}\n` });
  let cookie = '';
  let csrf = '';
  const ask = async (path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: body && JSON.stringify(body),
    });
    assert.equal(answer.status, 200, path);
    return answer;
  };
  const begin = async () => { ({ csrf } = await (await ask('/api/session')).json()); };
  await begin();
  const answer = await ask('/api/sign-in', { name: 'liu.yan', password: kPassword });
  cookie = answer.headers.getSetCookie()[0].split(';')[0];
  await begin();
  return ask;
}

test('the table as xlsx is the form with the numbers of the bureau', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  // A unit named as a formula: a text is a text, in whatever it is written.
  const evil = '=HYPERLINK(&quot;http://example.org&quot;,"晋<城>市")';
  const changed = readFileSync(campaign_file(kCampaign), 'utf8')
    .replace('name = "晋城市"', `name = '${evil}'`);
  writeFileSync(workspace.path('changed.toml'), changed);
  await bureau.command('campaign', 'import', workspace.path('changed.toml'));

  const server = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, server.url);
  await kiosk.scan(await bureau.passes('public', 7, 3));
  await kiosk.scan(await bureau.passes('volunteer', 1, 2));
  await kiosk.upload();
  const ask = await signed_in(bureau, server.url);
  const enter = (number, state, amount = '') => ask('/api/manual-entries', {
    campaign: kCampaign, unit: '', cell: number, state, amount, reason: '现场登记表',
  });
  await enter(2, 'value', '12.5');
  await enter(3, 'zero');
  await enter(4, 'none');
  await enter(6, 'value', '9999999999.99');
  await enter(14, 'value', '1302');

  const table = await bureau.table();
  assert.deepEqual([2, 3, 4, 5, 13].map((number) => cell(table, number).state),
                   ['value', 'zero', 'none', 'unfilled', 'value']);
  assert.equal(cell(table, 13).value, 21);
  const form = form_words();
  const title = form.title.replace('{year}', yesterday().slice(0, 4)).replace('{place}', '晋城市');
  const words = { annex: '附件1', title, head_line: form.head_line + evil };

  const file = workspace.path('table.xlsx');
  await bureau.command('table', '--campaign', kCampaign, '--format', 'xlsx', '--output', file);
  assert_is_official_table(readFileSync(file), table, form.cells, words);

  const answer = await ask(`/api/table.xlsx?campaign=${kCampaign}`);
  assert_is_official_table(Buffer.from(await answer.arrayBuffer()), table, form.cells, words);
  const name = answer.headers.get('content-disposition')
    .match(/^attachment; filename="jincheng-2024-jincheng\.xlsx"; filename\*=UTF-8''(\S+)$/)[1];
  assert.equal(decodeURIComponent(name),
               `${title}-=HYPERLINK(&quot;http___example.org&quot;,_晋_城_市_).xlsx`);
});
