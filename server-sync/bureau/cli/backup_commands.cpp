// `backup` and `restore`.
#include "server-sync/bureau/cli/commands.h"
#include "server-sync/bureau/store/backup.h"
#include "server-sync/bureau/store/data_directory.h"

namespace keqian::bureau {

Status execute(const BackUp& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  // Before the copy, so that it is in there too: a backup says of itself when it was made.
  KEQIAN_CHECK_OK(store->append_audit(context.act(), "backup.make", command.folder.string(), ""));
  // A bureau that has never been served has no key yet.
  KEQIAN_CHECK_OK(load_or_make_bureau_key(command.data, context.randomness));
  KEQIAN_CHECK_OK(back_up(command.data, command.folder));
  context.out << command.folder.string() << '\n';
  context.notes << "whoever has it can pretend to be this bureau: keep it as you would a key\n";
  return ok();
}

Status execute(const Restore& command, CommandContext& context) {
  KEQIAN_CHECK_OK(restore(command.folder, command.data, context.act()));
  context.out << command.data.string() << '\n';
  context.notes << "serve from it at the same address: kiosks send again what it does not have\n";
  return ok();
}

}  // namespace keqian::bureau
