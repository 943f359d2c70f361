#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct ssl_st;

namespace support {

/// A request as it arrived.
struct seen_request {
  int connection = 0; ///< 1 for the server's first connection
  std::string method;
  std::string target;                         ///< with query
  std::map<std::string, std::string> headers; ///< names in lower case
  std::string body;

  std::string path() const;
  std::string header(const std::string& name) const;
  /// Of the query or of a form in the body, decoded; empty if absent.
  std::string parameter(const std::string& name) const;
  /// Every byte of it, for finding what must not be there.
  std::string everything() const;
};

/// The server's end of a connection: sends exactly what it is told.
class server_connection {
public:
  server_connection(int descriptor, ssl_st* tls, const std::atomic<bool>& stopping);
  ~server_connection();
  server_connection(const server_connection&) = delete;
  server_connection& operator=(const server_connection&) = delete;

  bool send(std::string_view bytes); ///< false when the peer is gone
  void drip(std::string_view bytes, std::size_t piece, std::chrono::milliseconds pause);
  void close(); ///< in order: the peer reads an end
  void reset(); ///< the peer's connection breaks
  /// From now on every byte goes to and comes from a port of loopback.
  void relay_to(int port);
  void hold(); ///< silence until the peer or the server ends
  bool is_open() const { return descriptor_ >= 0; }
  void shut_down(); ///< from another thread: wakes every call

private:
  friend class misbehaving_server;
  long receive(char* into, std::size_t room);
  void give_up(bool in_order);
  std::atomic<int> descriptor_;
  ssl_st* tls_;
  const std::atomic<bool>& stopping_;
  std::mutex closing_; ///< nobody shuts down a number that was given away
};

/// A server on loopback that lies as its script says: a function that is called
/// with each request, on the connection's thread, and sends what it likes.
class misbehaving_server {
public:
  using script = std::function<void(const seen_request&, server_connection&)>;
  enum class transport { plain, tls };

  explicit misbehaving_server(script what, transport how = transport::plain);
  ~misbehaving_server();
  misbehaving_server(const misbehaving_server&) = delete;
  misbehaving_server& operator=(const misbehaving_server&) = delete;

  std::string origin() const; ///< http://127.0.0.1:port or https://…
  int port() const { return port_; }
  std::string authority() const; ///< 127.0.0.1:port
  std::vector<seen_request> seen() const;
  std::size_t count(const std::string& path) const; ///< requests for a path
  /// PEM file of the certificate that all servers of this process use.
  static const std::string& certificate_file();

private:
  struct peer {
    std::unique_ptr<server_connection> connection;
    std::thread thread;
  };
  void accept_connections();
  void serve(server_connection& connection, int number);
  std::optional<seen_request> read_request(server_connection& connection, std::string& buffer, int number);

  script script_;
  transport how_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<peer> peers_;
  std::vector<seen_request> seen_;
  std::thread acceptor_;
};

using header_lines = std::vector<std::pair<std::string, std::string>>;

/// A complete answer; Content-Length is added unless it or Transfer-Encoding is given.
std::string answer(int status, const header_lines& headers, std::string_view body);
std::string json_answer(std::string_view body);
std::string redirect(int status, const std::string& location);

/// A file as a good server serves it, or not.
struct served_file {
  std::string content;
  std::string etag = "\"v1\"";
  std::string last_modified;
  std::string date;
  bool ranges = true;                   ///< false: always 200
  bool if_range = true;                 ///< false: anything with If-Range gets 200
  bool chunked = false;                 ///< of a 200: without a length
  std::optional<std::size_t> cut_after; ///< body bytes of one answer, then the end of the connection
};
void serve_file(const served_file& file, const seen_request& request, server_connection& connection);

} // namespace support
