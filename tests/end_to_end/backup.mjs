// A bureau that is lost and comes back from its backup: what it had since then comes from the kiosks.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import {
  assert_table_agrees, bureau_at, cell, is_level, make_bureau, make_kiosk, make_workspace, serve,
} from './programs.mjs';

const kVisitors = 13;  // the table's row of the public

test('what a restored bureau does not have the kiosks send again', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const server = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, server.url);
  const passes = await bureau.passes('public', 2, 5);
  await kiosk.scan(passes.slice(0, 2));
  await kiosk.upload();

  const backup = workspace.path('backup');
  await bureau.command('backup', '--to', backup);  // the server goes on meanwhile
  await kiosk.scan(passes.slice(2));
  await kiosk.upload();
  assert.equal(cell(await bureau.table(), kVisitors).automatic, 10);

  await server.kill();
  rmSync(bureau.data, { recursive: true });
  const again = bureau_at(workspace.path('restored'));
  await again.command('restore', '--from', backup);
  assert.equal(cell(await again.table(), kVisitors).automatic, 4, 'as far as the backup goes');

  await serve(workspace, again, { port: server.port });
  assert.equal(await is_level(kiosk), true, 'the kiosk believes that all is there');
  await kiosk.scan([passes[0]]);  // nothing new: the same pass again
  await kiosk.upload();
  assert_table_agrees(await again.table(), await kiosk.counts());
  assert.equal(cell(await again.table(), kVisitors).automatic, 10);
  await again.command('audit', 'export');
});
