// The upload and its answer.
#include <array>

#include "server-sync/wire/codec_fields.h"
#include "server-sync/wire/messages.h"

namespace keqian::wire {
namespace {

constexpr std::int64_t kDiskMbMax = 1'000'000'000;
constexpr int kHourMax = 23;
constexpr std::array<std::string_view, 3> kCameraNames = {"ok", "none", "broken"};
constexpr std::array<std::string_view, 3> kItemKinds = {"session", "tally", "staff_head_count"};

std::optional<CameraState> parse_camera_state(std::string_view text) {
  for (std::size_t i = 0; i < kCameraNames.size(); ++i) {
    if (kCameraNames[i] == text) return static_cast<CameraState>(i);
  }
  return std::nullopt;
}

Json json_of(const SessionState& session) {
  return Json::object({{"id", session.id.value},
                       {"title", session.title},
                       {"audience", name(session.audience)},
                       {"opened_utc_ms", session.opened_utc_ms},
                       {"closed_utc_ms", session.closed_utc_ms},
                       {"revision", session.revision}});
}

void read(JsonReader& reader, SessionState& session) {
  session.id = codec::read_session_id(reader, "id");
  session.title = codec::read_title(reader, "title");
  session.audience = codec::read_word(reader, "audience", parse_audience);
  session.opened_utc_ms = reader.integer("opened_utc_ms", 0, codec::kUtcMsMax);
  session.closed_utc_ms = reader.integer("closed_utc_ms", 0, codec::kUtcMsMax);
  session.revision = reader.integer("revision", 1, codec::kRevisionMax);
}

Json json_of(const Tally& tally) {
  return Json::object({{"session", tally.session.value},
                       {"business_date", tally.business_date.iso()},
                       {"hour", tally.hour},
                       {"category", name(tally.category)},
                       {"method", name(tally.method)},
                       {"persons", tally.persons},
                       {"check_ins", tally.check_ins},
                       {"revision", tally.revision}});
}

void read(JsonReader& reader, Tally& tally) {
  tally.session = codec::read_session_id(reader, "session");
  tally.business_date = codec::read_date(reader, "business_date");
  tally.hour = static_cast<int>(reader.integer("hour", 0, kHourMax));
  tally.category = codec::read_word(reader, "category", parse_category);
  tally.method = codec::read_word(reader, "method", parse_method);
  tally.persons = reader.integer("persons", -codec::kCountMax, codec::kCountMax);
  tally.check_ins = reader.integer("check_ins", 0, codec::kCountMax);
  tally.revision = reader.integer("revision", 1, codec::kRevisionMax);
}

Json json_of(const StaffHeadCount& count) {
  return Json::object({{"session", count.session.value},
                       {"role", name(count.role)},
                       {"persons", count.persons},
                       {"revision", count.revision}});
}

void read(JsonReader& reader, StaffHeadCount& count) {
  count.session = codec::read_session_id(reader, "session");
  count.role = codec::read_word(reader, "role", parse_category);
  if (reader.ok() && !is_staff(count.role)) reader.complain("role", "must be a staff role");
  count.persons = reader.integer("persons", 0, codec::kCountMax);
  count.revision = reader.integer("revision", 1, codec::kRevisionMax);
}

Json json_of(const ClosingTotal& closing) {
  return Json::object({{"business_date", closing.business_date.iso()},
                       {"closed_utc_ms", closing.closed_utc_ms},
                       {"persons", closing.persons},
                       {"check_ins", closing.check_ins},
                       {"revision", closing.revision}});
}

void read(JsonReader& reader, ClosingTotal& closing) {
  closing.business_date = codec::read_date(reader, "business_date");
  closing.closed_utc_ms = reader.integer("closed_utc_ms", 0, codec::kUtcMsMax);
  closing.persons = reader.integer("persons", -codec::kCountMax, codec::kCountMax);
  closing.check_ins = reader.integer("check_ins", 0, codec::kCountMax);
  closing.revision = reader.integer("revision", 1, codec::kRevisionMax);
}

Json json_of(const DayTotal& total) {
  return Json::object({{"business_date", total.business_date.iso()},
                       {"persons", total.persons},
                       {"check_ins", total.check_ins}});
}

void read(JsonReader& reader, DayTotal& total) {
  total.business_date = codec::read_date(reader, "business_date");
  total.persons = reader.integer("persons", -codec::kCountMax, codec::kCountMax);
  total.check_ins = reader.integer("check_ins", 0, codec::kCountMax);
}

Json json_of(const DeviceStatus& device) {
  return Json::object({{"version", device.version},
                       {"camera", name(device.camera)},
                       {"pending", device.pending},
                       {"quarantined", device.quarantined},
                       {"disk_free_mb", device.disk_free_mb},
                       {"clock_offset_ms", device.clock_offset_ms}});
}

void read(JsonReader& reader, DeviceStatus& device) {
  device.version = reader.text("version", codec::kVersionBytesMax);
  device.camera = codec::read_word(reader, "camera", parse_camera_state);
  device.pending = reader.integer("pending", 0, codec::kRevisionMax);
  device.quarantined = reader.integer("quarantined", 0, codec::kRevisionMax);
  device.disk_free_mb = reader.integer("disk_free_mb", 0, kDiskMbMax);
  // A kiosk whose clock was never set is decades off.
  device.clock_offset_ms = reader.integer("clock_offset_ms", -codec::kUtcMsMax, codec::kUtcMsMax);
}

Json json_of(const LifeOrigin& origin) {
  return Json::object(
      {{"incarnation", origin.incarnation}, {"shared_sequence", origin.shared_sequence}});
}

std::optional<LifeOrigin> read_origin(JsonReader& reader) {
  if (!reader.has("origin")) return std::nullopt;
  JsonReader nested(reader.object("origin"), "upload.origin");
  LifeOrigin origin;
  origin.incarnation = nested.text("incarnation", codec::kIncarnationDigits);
  if (!origin.incarnation.empty()) {
    origin.incarnation = codec::read_hex(nested, "incarnation", codec::kIncarnationDigits);
  }
  origin.shared_sequence = nested.integer("shared_sequence", 0, codec::kRevisionMax);
  reader.absorb(nested);
  return origin;
}

// Rules between the fields: revisions lie in the range the upload covers.
void check_revisions(JsonReader& reader, const Upload& upload) {
  if (upload.to_revision < upload.from_revision) {
    reader.complain("to_revision", "must not be below from_revision");
  }
  const auto covers = [&](Revision revision) {
    return revision > upload.from_revision && revision <= upload.to_revision;
  };
  const auto check = [&](std::string_view key, const auto& items) {
    for (const auto& item : items) {
      if (!covers(item.revision)) {
        reader.complain(key, "holds a revision outside from_revision and to_revision");
      }
    }
  };
  check("sessions", upload.sessions);
  check("tallies", upload.tallies);
  check("shared_tallies", upload.shared_tallies);
  check("staff_head_counts", upload.staff_head_counts);
  check("closings", upload.closings);
}

void read(JsonReader& reader, ItemVerdict& verdict) {
  verdict.kind = reader.text("kind", codec::kSlugBytesMax);
  if (reader.ok() &&
      std::find(kItemKinds.begin(), kItemKinds.end(), verdict.kind) == kItemKinds.end()) {
    reader.complain("kind", "is not a known word");
  }
  verdict.session = codec::read_session_id(reader, "session");
  verdict.revision = reader.integer("revision", 1, codec::kRevisionMax);
  verdict.reason = reader.text("reason", codec::kSlugBytesMax);
  if (reader.ok() && verdict.reason.empty()) reader.complain("reason", "must not be empty");
}

}  // namespace

std::string_view name(CameraState state) {
  return kCameraNames[static_cast<std::size_t>(state)];
}

std::string encode(const Upload& message) {
  const auto json_of_item = [](const auto& item) { return json_of(item); };
  Json json = Json::object(
      {{"kiosk", message.kiosk.value},
       {"incarnation", message.incarnation},
       {"from_revision", message.from_revision},
       {"to_revision", message.to_revision},
       {"complete", message.complete},
       {"ledger_sequence", message.ledger_sequence},
       {"chain_head", message.chain_head},
       {"sessions", codec::write_list(message.sessions, json_of_item)},
       {"tallies", codec::write_list(message.tallies, json_of_item)},
       {"staff_head_counts", codec::write_list(message.staff_head_counts, json_of_item)},
       {"device", json_of(message.device)}});
  if (!message.closings.empty()) {
    json.set("closings", codec::write_list(message.closings, json_of_item));
  }
  if (message.after) json.set("after", codec::json_of(*message.after));
  if (message.origin) json.set("origin", json_of(*message.origin));
  if (!message.openings.empty()) {
    json.set("openings", codec::write_list(message.openings, [](const LedgerOpening& opening) {
               return codec::json_of(opening);
             }));
  }
  if (!message.shared_tallies.empty()) {
    json.set("shared_tallies", codec::write_list(message.shared_tallies, json_of_item));
  }
  return json.dump();
}

Result<Upload> decode_upload(std::string_view bytes) {
  if (bytes.size() > kUploadBytesMax) return invalid("upload: is longer than 1 MiB");
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "upload");
  Upload message;
  message.kiosk = codec::read_slug<KioskId>(reader, "kiosk");
  message.incarnation = codec::read_hex(reader, "incarnation", codec::kIncarnationDigits);
  message.from_revision = reader.integer("from_revision", 0, codec::kRevisionMax);
  message.to_revision = reader.integer("to_revision", 0, codec::kRevisionMax);
  message.complete = reader.boolean("complete");
  message.ledger_sequence = reader.integer("ledger_sequence", 0, codec::kRevisionMax);
  message.chain_head = codec::read_chain_head(reader, "chain_head");
  message.after = codec::read_ledger_point(reader, "after");
  const auto read_item = [](JsonReader& nested, auto& item) { read(nested, item); };
  message.sessions = codec::read_list<SessionState>(reader, "sessions", kUploadItemsMax, read_item);
  message.tallies = codec::read_list<Tally>(reader, "tallies", kUploadItemsMax, read_item);
  message.staff_head_counts =
      codec::read_list<StaffHeadCount>(reader, "staff_head_counts", kUploadItemsMax, read_item);
  if (reader.has("closings")) {
    message.closings =
        codec::read_list<ClosingTotal>(reader, "closings", kUploadItemsMax, read_item);
  }
  message.origin = read_origin(reader);
  message.openings = codec::read_openings(reader, "openings");
  if (reader.has("shared_tallies")) {
    message.shared_tallies =
        codec::read_list<Tally>(reader, "shared_tallies", kUploadItemsMax, read_item);
  }
  if (item_count(message) > kUploadItemsMax) {
    reader.complain("tallies", "and the other lists hold more than 500 items together");
  }
  JsonReader device(reader.object("device"), "upload.device");
  read(device, message.device);
  reader.absorb(device);
  check_revisions(reader, message);
  return codec::finish(reader, std::move(message));
}

std::string item_name(const SessionState& row) {
  return row.id.value;
}

std::string item_name(const Tally& row) {
  return row.session.value + " " + row.business_date.iso() + " " + std::to_string(row.hour) + " " +
         std::string(name(row.category)) + " " + std::string(name(row.method));
}

std::string item_name(const StaffHeadCount& row) {
  return row.session.value + " " + std::string(name(row.role));
}

std::size_t item_count(const Upload& upload) {
  return upload.sessions.size() + upload.tallies.size() + upload.staff_head_counts.size() +
         upload.closings.size();
}

std::string encode(const UploadAnswer& message) {
  const auto json_of_verdict = [](const ItemVerdict& verdict) {
    return Json::object({{"kind", verdict.kind},
                         {"session", verdict.session.value},
                         {"revision", verdict.revision},
                         {"reason", verdict.reason}});
  };
  Json json = Json::object({{"acknowledged_revision", message.acknowledged_revision},
                            {"refused", codec::write_list(message.refused, json_of_verdict)},
                            {"server_utc_ms", message.server_utc_ms},
                            {"configuration_version", message.configuration_version}});
  if (!message.differing_closings.empty()) {
    json.set("differing_closings",
             codec::write_list(message.differing_closings,
                               [](const DayTotal& total) { return json_of(total); }));
  }
  return json.dump();
}

Result<UploadAnswer> decode_upload_answer(std::string_view bytes) {
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "upload_answer");
  UploadAnswer message;
  message.acknowledged_revision = reader.integer("acknowledged_revision", 0, codec::kRevisionMax);
  const auto read_item = [](JsonReader& nested, auto& item) { read(nested, item); };
  message.refused = codec::read_list<ItemVerdict>(reader, "refused", kUploadItemsMax, read_item);
  if (reader.has("differing_closings")) {
    message.differing_closings =
        codec::read_list<DayTotal>(reader, "differing_closings", kDifferingClosingsMax, read_item);
  }
  message.server_utc_ms = reader.integer("server_utc_ms", 0, codec::kUtcMsMax);
  message.configuration_version = reader.integer("configuration_version", 0, codec::kRevisionMax);
  return codec::finish(reader, std::move(message));
}

}  // namespace keqian::wire
