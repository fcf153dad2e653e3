#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace vespa::uws {

/// Reads the JSON that a store's columns hold: lists of objects whose members are texts, whole numbers and
/// flags. A server reads hundreds of thousands of them before it takes its first request, so nothing is built
/// in between. Everything throws StoreError on other text.
class FlatJson {
  public:
    explicit FlatJson(std::string_view text) : rest_(text) {}

    /// Calls `item` before each element of a list.
    template <class Item>
    void list(Item&& item) {
        expect('[');
        if (accept(']')) return;
        do
            item();
        while (accept(','));
        expect(']');
    }
    /// Calls `member` with each name of an object; it must take the value.
    template <class Member>
    void object(Member&& member) {
        expect('{');
        if (accept('}')) return;
        do {
            std::string const name = text();
            expect(':');
            member(std::string_view(name));
        } while (accept(','));
        expect('}');
    }
    std::string text();
    std::uint64_t number();
    bool flag();
    /// Nothing may follow.
    void end();
    [[noreturn]] void fail(char const* why) const;

  private:
    void blanks();
    bool accept(char c);
    void expect(char c);
    void escape(std::string& text);
    unsigned hex4();

    std::string_view rest_;
};

}  // namespace vespa::uws
