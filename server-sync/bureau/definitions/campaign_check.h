// What must hold between the parts of a campaign: names that are used exist, ids are unique, the
// unit tree has no circle, sessions lie within the period.
#pragma once

#include "server-sync/bureau/definitions/campaign.h"
#include "server-sync/bureau/definitions/definition_reader.h"

namespace keqian::bureau {

// Lines of the parts, in the order of the definition's lists, for complaints.
struct CampaignLines {
  std::vector<int> units, venues, activities;
};

void check_campaign(const CampaignDefinition& campaign, const CampaignLines& lines,
                    Complaints& complaints);

}  // namespace keqian::bureau
