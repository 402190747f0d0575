// The official table of a campaign and unit, filled live.
import { get } from '../api.mjs';
import { choice, choose } from '../choices.mjs';
import { connectionChip } from '../connection.mjs';
import { element, icon } from '../dom.mjs';
import { language, text } from '../language.mjs';
import { openLive } from '../live.mjs';
import { emptyCard } from '../live_page.mjs';
import { openManualEntry } from '../manual_entry.mjs';
import { officialTable } from '../official_table.mjs';
import { campaignInView, campaignPicker, goToSignIn, showFailure, start } from '../shell.mjs';
import { businessToday } from '../times.mjs';

const kMayEnter = ['administrator', 'reviewer', 'reporter'];

// A reporter fills in his own unit and what is below it.
function mayEnter(user, units, unit) {
  if (!kMayEnter.includes(user.role)) return false;
  if (user.role !== 'reporter' || !user.unit) return true;
  const parents = new Map(units.map((each) => [each.id, each.parent]));
  let above = unit || units[0]?.id;
  while (above && above !== user.unit) above = parents.get(above);
  return above === user.unit;
}

// Units as a tree: children follow their parent, indented.
function unitOptions(units) {
  const known = new Set(units.map((unit) => unit.id));
  const options = [];
  const add = (parent, depth) => {
    for (const unit of units) {
      const isChild = parent === null ? !known.has(unit.parent) : unit.parent === parent;
      if (!isChild) continue;
      const indent = '\u3000'.repeat(depth);
      options.push(element('option', { value: depth === 0 ? '' : unit.id }, indent + unit.name));
      add(unit.id, depth + 1);
    }
  };
  add(null, 0);
  return options;
}

function unitPicker(units, chosen, onchange) {
  if (units.length < 2) return null;
  return element('label', { class: 'picker' },
    element('span', {}, text('table.unit')),
    element('select', { value: chosen, onchange: (event) => onchange(event.target.value) },
      unitOptions(units)));
}

// Where each number comes from, in words below its label; kept as chosen.
function sourcesButton(sheet) {
  const show = (shown) => {
    sheet.classList.toggle('with-sources', shown);
    button.setAttribute('aria-pressed', String(shown));
  };
  const button = element('button', {
    class: 'button', type: 'button',
    onclick: () => {
      const shown = !sheet.classList.contains('with-sources');
      choose('sources', shown ? 'shown' : null);
      show(shown);
    },
  }, text('table.sources'));
  show(choice('sources') === 'shown');
  return button;
}

function tools(campaign, unit, sheet) {
  const query = new URLSearchParams({ campaign, language: language(), ...(unit ? { unit } : {}) });
  return element('div', { class: 'tools' },
    sourcesButton(sheet),
    element('a', { class: 'button', href: `/api/table.xlsx?${query}`, download: true },
      icon('download'), text('table.xlsx')),
    element('a', { class: 'button', href: `/api/table.csv?${query}`, download: true },
      icon('download'), text('table.csv')),
    element('button', { class: 'button', type: 'button', onclick: () => print() },
      icon('print'), text('table.print')));
}

function legend() {
  return element('ul', { class: 'legend' },
    ['value', 'zero', 'none', 'unfilled'].map((state) => element('li', { 'data-state': state },
      element('b', {}, text(`table.legend_${state}_sign`)), text(`table.legend_${state}`))));
}

// What stands on the page for one campaign and unit. Returns a function that ends it.
function openTable({ main, session, campaign, units, unit, reopen }) {
  let latest = null;
  let asking = false;
  let askAgain = false;
  const chip = connectionChip();
  const onedit = mayEnter(session.user, units, unit)
    ? (cell) => openManualEntry({
      campaign: campaign.id, unit: latest.unit, unitName: latest.unit_name, cell, onsaved: ask,
    })
    : null;
  const sheet = officialTable(onedit);
  const show = (table) => {
    latest = table;
    sheet.update(table);
  };
  const picker = campaignPicker(session.campaigns, campaign, (next) => reopen(next));
  main.replaceChildren(element('div', { class: 'page' },
    element('div', { class: 'page-head no-print' },
      element('div', { class: 'pickers' }, picker,
        unitPicker(units, unit, (next) => {
          choose(`unit.${campaign.id}`, next || null);
          reopen(campaign);
        })),
      chip.node,
      tools(campaign.id, unit, sheet.node)),
    element('div', { class: 'card sheet-card' }, sheet.node, legend(),
      element('p', { class: 'hint no-print' }, text('table.fonts')))));

  // Asks for the table; news that arrive meanwhile lead to one more question, never to many.
  async function ask() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      do {
        askAgain = false;
        show(await get('/api/table', { campaign: campaign.id, unit }));
      } while (askAgain);
    } catch (error) {
      if (error.status === 401) goToSignIn();
      else if (latest === null) throw error;
      else chip.state('lost');
    } finally {
      asking = false;
    }
  }

  // The stream carries the campaign's own table; for another unit it is the sign to ask.
  const closeLive = openLive(campaign.id, {
    events: {
      overview: () => chip.heard(),
      table: (table) => {
        chip.heard();
        if (unit === '') show(table);
        else ask().catch(() => chip.state('lost'));
      },
    },
    state: (state) => chip.state(state),
    signedOut: goToSignIn,
  });
  return { closeLive, first: ask() };
}

function showNone(main, session, campaign, reopen) {
  main.replaceChildren(element('div', { class: 'page' },
    element('div', { class: 'page-head' },
      element('div', { class: 'pickers' }, campaignPicker(session.campaigns, campaign, reopen))),
    emptyCard(text('table.no_form_title'), text('table.no_form'))));
}

function draw(main, session) {
  let close = () => {};
  const open = async (campaign) => {
    close();
    try {
      const units = await get('/api/units', { campaign: campaign.id });
      const chosen = choice(`unit.${campaign.id}`) ?? '';
      const unit = units.some((each) => each.id === chosen) ? chosen : '';
      const { closeLive, first } = openTable({ main, session, campaign, units, unit, reopen: open });
      close = closeLive;
      await first;
    } catch (error) {
      close();
      if (error.status === 404) showNone(main, session, campaign, open);
      else showFailure(error, () => open(campaign));
    }
  };

  const campaign = campaignInView(session.campaigns, businessToday());
  if (campaign !== null) {
    open(campaign);
  } else {
    main.replaceChildren(element('div', { class: 'page' },
      emptyCard(text('campaign.none_title'), text('campaign.none'))));
  }
  return () => close();
}

start({ name: 'table', needs: 'user', draw });
