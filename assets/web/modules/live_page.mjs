// A page that shows one campaign live: picks the campaign, fetches the first state, then follows
// the stream; ages move on without news. The page itself only builds a view and updates it.
import { get } from './api.mjs';
import { element, icon } from './dom.mjs';
import { text } from './language.mjs';
import { openLive } from './live.mjs';
import { campaignInView, campaignPicker, goToSignIn, showFailure, start } from './shell.mjs';
import { businessToday, noteServerTime } from './times.mjs';

const kAgesEveryMs = 15_000;

export function emptyCard(title, words) {
  return element('div', { class: 'card empty' },
    icon('empty'), element('h2', {}, title), element('p', {}, words));
}

// buildView({ session, campaign, picker }) → { nodes, chip, update(overview), redrawAges(), close? }
export function startLivePage(name, buildView) {
  const draw = (main, session) => {
    let close = () => {};
    const open = (campaign) => {
      close();
      const picker = campaignPicker(session.campaigns, campaign, open);
      const view = buildView({ session, campaign, picker });
      main.replaceChildren(...view.nodes);
      const update = (data) => {
        noteServerTime(data.server_utc_ms);
        view.update(data);
      };
      get('/api/overview', { campaign: campaign.id }).then(update).catch((error) => {
        close();
        showFailure(error, () => open(campaign));
      });
      const closeLive = openLive(campaign.id, {
        events: {
          overview: (data) => {
            view.chip.heard();
            update(data);
          },
        },
        state: (state) => view.chip.state(state),
        signedOut: goToSignIn,
      });
      const timer = setInterval(view.redrawAges, kAgesEveryMs);
      close = () => {
        closeLive();
        clearInterval(timer);
        view.close?.();
      };
    };

    const campaign = campaignInView(session.campaigns, businessToday());
    if (campaign !== null) {
      open(campaign);
    } else {
      main.replaceChildren(element('div', { class: 'page' },
        emptyCard(text('campaign.none_title'), text('campaign.none'))));
    }
    return () => close();
  };
  start({ name, needs: 'user', draw });
}
