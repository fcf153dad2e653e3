#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws::http {

/// What stands before the bytes of one part.
struct PartHead {
    std::string name, content_type;
    std::optional<std::string> file_name;  ///< as sent, perhaps empty; nothing if the part is a text field
};

/// Reads a multipart/form-data body (RFC 7578, RFC 2046) piece by piece, in memory that does not grow with
/// it.
class MultipartReader {
  public:
    /// Takes the parts as they come: begin, bytes (any number of times), end.
    class Sink {
      public:
        virtual ~Sink() = default;
        virtual void begin(PartHead&& head) = 0;
        virtual void bytes(std::string_view bytes) = 0;
        virtual void end() = 0;
    };

    /// Throws Refusal 400 for an empty or overlong boundary.
    MultipartReader(std::string_view boundary, Sink& sink);

    /// The next bytes of the body, cut anywhere. Throws Refusal 400 for a malformed boundary line, or a part
    /// without a usable header.
    void feed(std::string_view bytes);
    /// The body is over. Throws Refusal 400 if its final boundary has not come.
    void finish() const;

  private:
    enum class State { preamble, boundary_line, head, content, epilogue };

    bool step();
    bool step_content();
    bool step_boundary_line();
    bool step_head();

    std::string delimiter_;  ///< line end, two dashes, boundary
    Sink& sink_;
    State state_ = State::preamble;
    std::string
        pending_;  ///< not yet understood; a line end in front lets the first boundary be as the others
};

}  // namespace vespa::uws::http
