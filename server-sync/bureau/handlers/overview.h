// The live overview of a campaign: figures of today and of the whole period, each venue with its
// kiosks, in the order of the programme. "kinds_…" tell visitors (群众, what row 13 of the official
// table counts automatically) from staff; "persons_pending_review" (待核) are in no other figure.
#pragma once

#include "server-sync/base/date.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/store/store.h"
#include "server-sync/wire/json.h"

namespace keqian::bureau {

// kNotFound for an unknown campaign. "today" is the business day of `now`.
Result<Json> overview_json(Store& store, const CampaignId& campaign, UtcMs now);

}  // namespace keqian::bureau
