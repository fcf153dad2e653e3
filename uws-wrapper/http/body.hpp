#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace vespa::uws::http {

/// Takes the body of one request piece by piece, as it arrives, instead of Request::body. Lives in the loop's
/// thread. If the client goes away before end() the sink is destroyed, which is how it learns of it.
class BodySink {
  public:
    virtual ~BodySink() = default;

    /// Most bytes that the body may have; more is 413, at once if the client has said so before.
    virtual std::uint64_t limit() const = 0;
    /// \param resume makes the server go on after take() or end() returned false; called in the loop's thread
    virtual void begin(std::function<void()> resume) = 0;
    /// The next bytes of the body, only valid during the call. They are taken in any case.
    /// \return false: no more for now, until `resume` is called. Throws Refusal: the request is refused.
    virtual bool take(std::string_view piece) = 0;
    /// The body is complete. \return false: not done with it; called again after `resume`. Throws Refusal.
    virtual bool end() = 0;
};

}  // namespace vespa::uws::http
