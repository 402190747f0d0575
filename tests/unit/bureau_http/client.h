// A client on this machine that sends exactly the bytes a test gives it, plain or through TLS.
// Whatever it waits for fails its test after kPatienceMs instead of hanging it.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace keqian::bureau {

struct Answer {
  int status = 0;  // 0: none came
  std::map<std::string, std::string> headers;
  std::string body;

  std::string header(const std::string& name) const;  // empty when absent
};

class Client {
 public:
  Client(std::uint16_t port, bool tls);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool is_open() const { return is_open_; }  // connected, and hands shaken
  // False when the server no longer takes them.
  bool send(std::string_view bytes);
  bool has_news() const;  // bytes to read, or the end
  // The next answer; of one to HEAD only the head.
  Answer read_answer(bool head_only = false);
  // Everything up to and with `marker`, or up to the end of the stream.
  std::string read_until(std::string_view marker);
  // What still comes before the server closes.
  std::string read_to_end();
  // Sends nothing more; still reads.
  void end_sending();

 private:
  // False at the end of the stream.
  bool read_more();

  int socket_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool is_open_ = false;
  std::string unread_;
};

}  // namespace keqian::bureau
