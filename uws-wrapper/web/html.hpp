#pragma once
#include <string>
#include <string_view>

namespace vespa::uws {

/// A growing page of HTML. text() escapes, raw() does not.
class Html {
  public:
    Html& raw(std::string_view markup) {
        page_ += markup;
        return *this;
    }
    Html& text(std::string_view words);
    /// `<name>words</name>`, escaped.
    Html& element(std::string_view name, std::string_view words);
    /// ` name="value"`, escaped.
    Html& attribute(std::string_view name, std::string_view value);
    std::string finish() && { return std::move(page_); }

  private:
    std::string page_;
};

}  // namespace vespa::uws
