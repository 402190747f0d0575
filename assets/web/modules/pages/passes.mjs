// Passes made by staff: badges for those who run the week, and groups of a school. The sheet is
// printed and cut; a heading for the paper stays on this page and is never sent.
import { post, wordsOf } from '../api.mjs';
import { element, icon } from '../dom.mjs';
import { choiceField, textField, working } from '../fields.mjs';
import { text } from '../language.mjs';
import { emptyCard } from '../live_page.mjs';
import { phrase } from '../phrase.mjs';
import { qrPicture } from '../qr_picture.mjs';
import { campaignInView, campaignPicker, goToSignIn, start } from '../shell.mjs';
import { businessToday, longDate } from '../times.mjs';

const kStaff = ['professional', 'science_worker', 'volunteer', 'other_staff'];
const kVisitors = ['youth', 'public'];
const kPersonsMax = 500;
const kCountMax = 200;
const kMayIssue = ['administrator', 'reviewer', 'reporter'];

function wholeNumber(field, largest) {
  const words = field.value();
  const value = Number(words);
  return /^\d{1,4}$/.test(words) && value >= 1 && value <= largest ? value : null;
}

function passCard(pass, issued, heading) {
  const isGroup = issued.persons > 1;
  return element('li', { class: 'pass-card' },
    element('p', { class: 'pass-card-campaign', lang: 'zh-CN' }, issued.campaign_name),
    qrPicture(pass.qr_svg, text('pass.qr_label')),
    element('p', { class: 'pass-card-what' },
      element('strong', {}, text(`category.${issued.category}`)),
      isGroup ? element('span', {}, text('passes.persons_value', { count: issued.persons })) : null),
    heading ? element('p', { class: 'pass-card-heading' }, heading) : null,
    element('p', { class: 'pass-card-small' }, phrase('pass.valid', {
      from: longDate(issued.valid_from), until: longDate(issued.valid_until),
    })),
    element('p', { class: 'pass-card-text', translate: 'no' }, pass.pass));
}

function sheet(issued, heading) {
  return element('section', { class: 'pass-sheet', 'aria-labelledby': 'sheet' },
    element('div', { class: 'section-head no-print' },
      element('h2', { id: 'sheet', tabindex: '-1' },
        text('passes.ready', { count: issued.passes.length })),
      element('button', { class: 'button primary', type: 'button', onclick: () => print() },
        icon('print'), text('passes.print'))),
    element('ul', { class: 'pass-cards' },
      issued.passes.map((pass) => passCard(pass, issued, heading))));
}

// The kind of people decides which fields make sense: a badge is always one person.
function orderFields() {
  const persons = textField({
    name: 'persons', label: text('passes.persons'), hint: text('passes.persons_hint'),
    inputmode: 'numeric', value: '40', maxlength: 3, autocomplete: 'off',
  });
  const count = textField({
    name: 'count', label: text('passes.count'), hint: text('passes.count_hint'),
    inputmode: 'numeric', value: '8', maxlength: 3, autocomplete: 'off',
  });
  const heading = textField({
    name: 'heading', label: text('passes.heading'), hint: text('passes.heading_hint'),
    maxlength: 30, autocomplete: 'off',
  });
  const showFields = (category) => {
    persons.node.hidden = kStaff.includes(category);
  };
  const options = (names) => names.map((value) => ({
    value, label: text(`category.${value}`), hint: text(`passes.category_${value}`),
  }));
  const category = choiceField({
    name: 'category', label: text('passes.category'), value: 'volunteer', onchange: showFields,
    className: 'tiles', options: options([...kStaff, ...kVisitors]),
  });
  showFields('volunteer');
  return { category, persons, count, heading };
}

function readOrder({ category, persons, count }) {
  const order = {
    category: category.value(),
    persons: kStaff.includes(category.value()) ? 1 : wholeNumber(persons, kPersonsMax),
    count: wholeNumber(count, kCountMax),
  };
  if (order.persons === null) {
    return { problem: text('passes.persons_wrong', { max: kPersonsMax }), field: persons };
  }
  if (order.count === null) {
    return { problem: text('passes.count_wrong', { max: kCountMax }), field: count };
  }
  return { order };
}

function orderForm(campaign, onissued) {
  const fields = orderFields();
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const say = (words, field) => {
    problem.textContent = words;
    problem.hidden = false;
    field?.focus();
  };
  const button = element('button', { class: 'button primary', type: 'submit' },
    icon('passes'), text('passes.submit'));
  const form = element('form', { class: 'form card', novalidate: true },
    fields.category.node,
    element('div', { class: 'field-row' },
      fields.persons.node, fields.count.node, fields.heading.node),
    problem,
    element('div', { class: 'form-foot' }, button,
      element('p', { class: 'hint' }, text('passes.no_names'))));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    const { order, problem: wrong, field } = readOrder(fields);
    if (wrong) return say(wrong, field);
    await working(button, async () => {
      try {
        onissued(await post('/api/passes', { campaign: campaign.id, ...order }),
          fields.heading.value());
      } catch (error) {
        if (error.status === 401) return goToSignIn();
        say(wordsOf(error), fields[error.field]);
      }
    });
  });
  return form;
}

function draw(main, session) {
  if (!kMayIssue.includes(session.user.role)) {
    main.replaceChildren(element('div', { class: 'page' },
      element('h1', {}, text('passes.title')),
      element('p', { class: 'notice' }, text('passes.not_allowed'))));
    return;
  }
  const open = (campaign) => {
    const result = element('div', {});
    const form = orderForm(campaign, (issued, heading) => {
      result.replaceChildren(sheet(issued, heading));
      result.querySelector('h2').focus();
    });
    main.replaceChildren(element('div', { class: 'page' },
      element('div', { class: 'page-head no-print' },
        element('div', {},
          element('h1', {}, text('passes.title')),
          element('p', { class: 'lead' }, text('passes.about'))),
        campaignPicker(session.campaigns, campaign, open)),
      element('div', { class: 'no-print' }, form),
      result));
  };

  const campaign = campaignInView(session.campaigns, businessToday());
  if (campaign !== null) {
    open(campaign);
  } else {
    main.replaceChildren(element('div', { class: 'page' },
      emptyCard(text('campaign.none_title'), text('campaign.none'))));
  }
}

start({ name: 'passes', needs: 'user', draw });
