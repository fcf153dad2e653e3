#pragma once
#include <filesystem>
#include <memory>
#include <string>

namespace vespa::uws {

/// One deed that the audit log tells of. Empty texts are left out.
struct Deeds {
    std::string what;     ///< "POST", "DELETE", "sign-in", …
    std::string where;    ///< path of the resource
    std::string owner;    ///< who did it; empty = a guest
    std::string means;    ///< by what it was shown who it was
    std::string address;  ///< of the client
    std::string job;      ///< id
    std::string request;  ///< X-Request-ID, as in the log of requests
    std::string detail;   ///< why it was refused, which token, …
    int status = 0;       ///< of the answer
};

/// Who did what: one line of JSON a deed, only ever added to. A thread of its own writes; a full disk is told
/// on standard error and does not hold up the server.
class AuditLog {
  public:
    /// \param file empty = nothing is written. Throws std::system_error if it cannot be opened.
    explicit AuditLog(std::filesystem::path file);
    ~AuditLog();
    AuditLog(AuditLog const&) = delete;
    AuditLog& operator=(AuditLog const&) = delete;

    void tell(Deeds const& deed);
    /// Opens the file anew by its name: whoever rotates it has moved the old one away. From any thread.
    void reopen();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vespa::uws
