// `import`: what a kiosk without a network has written.
#include "server-sync/base/files.h"
#include "server-sync/bureau/cli/commands.h"
#include "server-sync/bureau/handlers/parcels.h"
#include "server-sync/bureau/handlers/upload_writer.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/wire/parcel.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kHere = "127.0.0.1";

Status problem(const AnsweredParcel& answered) {
  if (answered.problem.empty()) return ok();
  if (answered.problem == wire::kHistoryDiffers)
    return Error{ErrorKind::kConflict,
                 "the bureau has newer data of " + answered.kiosk + " already",
                 "nothing is lost; the kiosk's next file holds what is new"};
  return Error{ErrorKind::kDenied, "the kiosk's request was refused: " + answered.problem,
               "the answers' file tells the kiosk why"};
}

}  // namespace

Status execute(const ImportParcel& command, CommandContext& context) {
  KEQIAN_TRY(const auto bytes, read_file(command.file, wire::kParcelBytesMax));
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_TRY(const auto keys, load_or_make_bureau_key(command.data, context.randomness));
  UploadWriter writer(*store, [] {});
  KEQIAN_TRY(const auto answered, answer_parcel(bytes, {*store, context.clock, keys, writer}, kHere,
                                                context.randomness));
  KEQIAN_CHECK_OK(store->append_audit(context.act(), "parcel.receive", answered.kiosk,
                                      "complete to " + std::to_string(answered.complete_to)));
  const auto folder =
      command.answers_folder.empty() ? command.file.parent_path() : command.answers_folder;
  const auto file = folder / answered.file_name;
  KEQIAN_CHECK_OK(write_file(file, answered.answers));
  if (answered.enrolled) context.out << answered.kiosk << " enrolled\n";
  if (answered.uploads_taken > 0)
    context.out << answered.kiosk << " complete to #" << answered.complete_to << ", "
                << answered.refused_items << " refused\n";
  context.out << file.string() << '\n';
  return problem(answered);
}

}  // namespace keqian::bureau
