#pragma once
#include "http/form_sink.hpp"
#include "http/server.hpp"
#include "rest/call.hpp"

namespace vespa::uws {

/// Answers every request of the server: finds the resource, checks who asks, hands over.
class Service {
  public:
    explicit Service(Surroundings surroundings) : here_(surroundings) {}
    void handle(http::Request&& request, http::Reply reply) const;
    /// Where the body of a request goes: multipart forms to disk, within what the code allows; nullptr for
    /// memory. Throws Refusal.
    std::shared_ptr<http::BodySink> receive(http::Request const& head) const;

  private:
    void check_uploader(http::Request const& head, http::FormRules& rules) const;
    Surroundings here_;
};

/// Names under the root that no code may have.
bool is_reserved_name(std::string_view name);

}  // namespace vespa::uws
