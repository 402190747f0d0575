// Commands about kiosks, passes, users and the audit log.
#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/bureau/cli/commands.h"
#include "server-sync/bureau/cli/password.h"
#include "server-sync/bureau/statistics/csv.h"
#include "server-sync/bureau/store/audit_chain.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/qr/encode.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/json.h"

namespace keqian::bureau {
namespace {

constexpr int kPngPixelsPerModule = 8;

Json kiosk_json(const KioskRecord& kiosk) {
  return Json::object({{"id", kiosk.id.value},
                       {"name", kiosk.name},
                       {"venue", kiosk.venue.value},
                       {"venue_name", kiosk.venue_name},
                       {"last_seen_utc_ms",
                        kiosk.last_seen_utc_ms == 0 ? Json(nullptr) : Json(kiosk.last_seen_utc_ms)},
                       {"pending", kiosk.device.pending},
                       {"quarantined", kiosk.device.quarantined},
                       {"complete_to", kiosk.ledger_sequence},
                       {"camera", wire::name(kiosk.device.camera)},
                       {"version", kiosk.device.version},
                       {"clock_offset_ms", kiosk.device.clock_offset_ms},
                       {"revoked", kiosk.revoked},
                       {"refused_items", kiosk.refused_items},
                       {"incarnations_pending_review", kiosk.incarnations_pending_review},
                       {"persons_pending_review", kiosk.persons_pending_review}});
}

Status write_pass_picture(const std::filesystem::path& folder, const std::string& pass) {
  KEQIAN_TRY(const auto symbol, qr::encode_qr(pass));
  return write_file(folder / (pass + ".png"), qr::qr_png(symbol, kPngPixelsPerModule));
}

Status make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Error{ErrorKind::kStorage, folder.string() + " cannot be made: " + error.message(),
                 "choose another --png folder"};
  return ok();
}

}  // namespace

Status execute(const MakeEnrolmentCode& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_TRY(const auto keys, load_or_make_bureau_key(command.data, context.randomness));
  KEQIAN_TRY(const auto issued,
             issue_enrolment_code(*store, {command.venue, command.kiosk, command.url},
                                  keys.public_key, context.randomness, context.act()));
  if (command.json) {
    context.out << Json::object({{"code", issued.code},
                                 {"enrolment", issued.enrolment.empty() ? Json(nullptr)
                                                                        : Json(issued.enrolment)},
                                 {"venue", issued.venue.id.value},
                                 {"venue_name", issued.venue.name},
                                 {"expires_utc_ms", issued.expires_utc_ms}})
                       .dump()
                << '\n';
    return ok();
  }
  context.out << issued.code << '\n';
  if (!issued.enrolment.empty()) context.out << issued.enrolment << '\n';
  context.notes << "for one kiosk at " << issued.venue.name << ", until "
                << iso_time(issued.expires_utc_ms) << '\n';
  if (is_url_of_this_machine(issued.bureau_url))
    context.notes << issued.bureau_url
                  << " is this very machine: no kiosk elsewhere reaches it (see serve --help)\n";
  return ok();
}

Status execute(const MakePinResetCode& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_TRY(const auto keys, load_or_make_bureau_key(command.data, context.randomness));
  KEQIAN_TRY(const auto code,
             issue_pin_reset_code(*store, keys, command.kiosk, command.number, context.act()));
  if (command.json) {
    context.out << Json::object({{"code", code}, {"kiosk", command.kiosk.value}}).dump() << '\n';
    return ok();
  }
  context.out << code << '\n';
  context.notes << "for " << command.kiosk.value
                << ", until its staff have chosen a new PIN; tell it to nobody else\n";
  return ok();
}

Status execute(const ListKiosks& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_store_to_read(command.data, context));
  KEQIAN_TRY(const auto kiosks, store->kiosks());
  auto list = Json::array();
  for (const auto& kiosk : kiosks) {
    if (command.json) {
      list.push(kiosk_json(kiosk));
    } else {
      context.out << kiosk.id.value << '\t' << kiosk.venue.value << '\t'
                  << (kiosk.revoked                 ? "revoked"
                      : kiosk.last_seen_utc_ms == 0 ? "never seen"
                                                    : iso_time(kiosk.last_seen_utc_ms))
                  << '\t' << escape_tabular(kiosk.name) << '\n';
    }
  }
  if (command.json) context.out << list.dump() << '\n';
  return ok();
}

Status execute(const RevokeKiosk& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_CHECK_OK(store->revoke_kiosk(command.kiosk, context.act()));
  context.out << command.kiosk.value << '\n';
  return ok();
}

Status execute(const ChangePassKey& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_TRY(const auto key,
             store->rotate_pass_key(command.campaign, command.valid_until, context.act()));
  context.out << static_cast<int>(key.id) << '\n';
  return ok();
}

Status execute(const RevokePass& command, CommandContext& context) {
  const auto parsed = wire::parse_pass(command.pass);
  const auto* pass = std::get_if<wire::Pass>(&parsed);
  if (pass == nullptr)
    return invalid("this is not the text of a pass", "43 characters that begin with KQ1");
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_TRY(const auto campaigns, store->campaigns());
  for (const auto& campaign : campaigns) {
    if (campaign.number != pass->campaign_number) continue;
    KEQIAN_CHECK_OK(store->revoke_pass(campaign.id, pass->number, context.act()));
    context.out << pass->number << '\n';
    return ok();
  }
  return not_found("no campaign of this bureau has made this pass",
                   "ask the bureau that issued it");
}

Status execute(const IssuePasses& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_existing_store(command.data, context));
  KEQIAN_TRY(const auto issued,
             issue_passes(*store, command.order, BusinessDate::of(context.clock.utc_ms()),
                          context.randomness));
  // A pass that was printed is out in the world, so everything that can fail comes before.
  KEQIAN_CHECK_OK(store->append_audit(context.act(), "pass.issue", command.order.campaign.value,
                                      std::string(name(command.order.category)) + ", " +
                                          std::to_string(issued.passes.size()) + " of " +
                                          std::to_string(command.order.persons)));
  if (!command.png_folder.empty()) {
    KEQIAN_CHECK_OK(make_folder(command.png_folder));
    for (const auto& pass : issued.passes)
      KEQIAN_CHECK_OK(write_pass_picture(command.png_folder, pass));
  }
  for (const auto& pass : issued.passes) context.out << pass << '\n';
  return ok();
}

Status execute(const ExportAudit& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_store_to_read(command.data, context));
  context.out << kByteOrderMark << "sequence,time,who,action,subject,detail,chain\r\n";
  std::string chain;
  std::int64_t last = 0;
  while (true) {
    KEQIAN_TRY(const auto entries, store->audit_entries(last));
    if (entries.empty()) return ok();
    for (const auto& entry : entries) {
      if (entry.sequence != last + 1 || entry.chain != audit_chain(chain, entry))
        return Error{ErrorKind::kStorage,
                     "the audit log was changed: entry " + std::to_string(entry.sequence) +
                         " does not follow entry " + std::to_string(last),
                     "keep this data folder as it is and look for the last good backup"};
      context.out << entry.sequence << ',' << iso_time(entry.utc_ms);
      for (const auto& text : {entry.who, entry.action, entry.subject, entry.detail, entry.chain})
        context.out << ',' << csv_text(text);
      context.out << "\r\n";
      last = entry.sequence;
      chain = entry.chain;
    }
  }
}

Status execute(const AddUser& command, CommandContext& context) {
  KEQIAN_CHECK_OK(check_user_name(command.name));
  KEQIAN_TRY(const auto store, open_sqlite_store(command.data.string(), context.randomness));
  KEQIAN_TRY(const auto users, store->user_count());
  const auto role = command.role.value_or(users == 0 ? Role::kAdministrator : Role::kViewer);
  KEQIAN_CHECK_OK(check_unit_of(*store, role, command.unit));
  const auto password = command.generate_password
                            ? Result<std::string>(generate_password(context.randomness))
                            : read_password(context.notes);
  if (!password.ok()) return password.error();
  KEQIAN_CHECK_OK(check_new_password(command.name, *password));
  UserRecord user;
  user.name = command.name;
  user.display_name = command.display_name.empty() ? command.name : command.display_name;
  user.role = role;
  user.unit = command.unit;
  user.password_hash = wire::hash_password(*password);
  KEQIAN_CHECK_OK(store->add_user(user, context.act()));
  context.notes << "added " << user.name << " as " << name(user.role) << '\n';
  if (command.generate_password) context.out << *password << '\n';
  return ok();
}

}  // namespace keqian::bureau
