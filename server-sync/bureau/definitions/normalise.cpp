#include "server-sync/bureau/definitions/normalise.h"

#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

// U+2F00 … U+2FD5 in order (Unicode's compatibility mappings).
constexpr std::u32string_view kKangxiRadicals =
    U"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山"
    U"巛工"
    U"己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬"
    U"玄玉"
    U"瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫"
    U"血行"
    U"衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟"
    U"鬥鬯"
    U"鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
constexpr char32_t kKangxiFirst = 0x2F00;

struct Replacement {
  char32_t from;
  char32_t to;
};
// Simplified forms of the radicals supplement, which has no mappings of its own.
constexpr Replacement kSimplifiedRadicals[] = {
    {0x2EC5, U'见'}, {0x2EC6, U'角'}, {0x2EC9, U'贝'}, {0x2ECB, U'车'}, {0x2ED3, U'长'},
    {0x2ED4, U'门'}, {0x2ED8, U'青'}, {0x2ED9, U'韦'}, {0x2EDA, U'页'}, {0x2EDB, U'风'},
    {0x2EDC, U'飞'}, {0x2EDD, U'食'}, {0x2EE2, U'马'}, {0x2EE5, U'鱼'}, {0x2EE6, U'鸟'},
    {0x2EE8, U'麦'}, {0x2EE9, U'黄'}, {0x2EEC, U'齐'}, {0x2EEE, U'齿'}, {0x2EF0, U'龙'},
    {0x2EF3, U'龟'},
};

bool is_full_width_alphanumeric(char32_t c) {
  return (c >= U'０' && c <= U'９') || (c >= U'Ａ' && c <= U'Ｚ') || (c >= U'ａ' && c <= U'ｚ');
}
bool is_space(char32_t c) {
  return c == 0x00A0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}
bool is_invisible(char32_t c) {
  return c == 0xFEFF || c == 0x00AD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069);
}
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

char32_t unified(char32_t c) {
  if (is_full_width_alphanumeric(c)) return c - U'０' + U'0';
  if (is_space(c)) return U' ';
  if (c >= kKangxiFirst && c < kKangxiFirst + kKangxiRadicals.size())
    return kKangxiRadicals[c - kKangxiFirst];
  for (const auto& radical : kSimplifiedRadicals)
    if (radical.from == c) return radical.to;
  return c;
}

}  // namespace

std::optional<std::string> normalise_text(std::string_view text) {
  if (!is_valid_utf8(text)) return std::nullopt;
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = next_code_point(text, position);
    if (is_control(c)) return std::nullopt;
    if (!is_invisible(c)) append_utf8(out, unified(c));
  }
  return std::string(trim(out));
}

}  // namespace keqian::bureau
