// What each command does. Results go to `out`; an error is returned, for main to print.
#pragma once

#include <memory>
#include <ostream>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/cli/arguments.h"

namespace keqian::bureau {

struct CommandContext {
  std::ostream& out;
  std::ostream& notes;  // what a person wants to know and a program does not
  Clock& clock;
  Randomness& randomness;

  Act act() const { return {"command line", clock.utc_ms()}; }
};

Status execute(const ImportCampaign& command, CommandContext& context);
Status execute(const ListCampaigns& command, CommandContext& context);
Status execute(const ListVenues& command, CommandContext& context);
Status execute(const WriteVenueConfiguration& command, CommandContext& context);
Status execute(const MakeEnrolmentCode& command, CommandContext& context);
Status execute(const MakePinResetCode& command, CommandContext& context);
Status execute(const ListKiosks& command, CommandContext& context);
Status execute(const RevokeKiosk& command, CommandContext& context);
Status execute(const ChangePassKey& command, CommandContext& context);
Status execute(const RevokePass& command, CommandContext& context);
Status execute(const IssuePasses& command, CommandContext& context);
Status execute(const PrintTable& command, CommandContext& context);
Status execute(const ExportAudit& command, CommandContext& context);
Status execute(const ImportParcel& command, CommandContext& context);
Status execute(const BackUp& command, CommandContext& context);
Status execute(const Restore& command, CommandContext& context);
Status execute(const AddUser& command, CommandContext& context);

// The store of a data folder that is there already: a mistyped folder must not become a new bureau.
Result<std::unique_ptr<Store>> open_existing_store(const DataFolder& data, CommandContext& context);
// The same for a command that only reads: the folder may be one that cannot be written.
Result<std::unique_ptr<Store>> open_store_to_read(const DataFolder& data, CommandContext& context);

}  // namespace keqian::bureau
