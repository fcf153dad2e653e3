// Configuration files: every kind of value asked of every key, and the tables of the rooms.
#include <limits>

#include "fuzz/support/inputs.hpp"
#include "launch/launch_settings.hpp"
#include "operation/access_log.hpp"
#include "settings/settings.hpp"
#include "store/open_store.hpp"

using namespace vespa;
using namespace vespa::uws;

namespace {

void ask_everything(Settings const& settings, int depth) {
    using namespace std::chrono_literals;
    if (depth > 3) return;
    auto const ask = [](auto const& read) { fuzz::was_read<BadSetting>(read); };
    for (auto const& key : settings.keys()) {
        ask([&] { settings.flag(key, false); });
        ask([&] {
            auto const value = settings.whole(key, 7, -3, 1000);
            fuzz::promise(value >= -3 && value <= 1000);
        });
        ask([&] {
            auto const value = settings.number(key, 0, -1e3, 1e3);
            fuzz::promise(value >= -1e3 && value <= 1e3);
        });
        ask([&] { settings.text(key, ""); });
        ask([&] { settings.word(key, "a", {"a", "b"}); });
        ask([&] { settings.texts(key); });
        ask([&] {
            auto const value = settings.duration(key, 1s, 1s, 24h);
            fuzz::promise(value >= 1s && value <= 24h);
        });
        ask([&] { settings.bytes(key, 0); });
        ask([&] { settings.path(key, {}); });
        ask([&] { ask_everything(settings.table(key), depth + 1); });
        ask([&] {
            for (auto const& table : settings.tables(key))
                ask_everything(table, depth + 1);
        });
    }
    ask([&] { settings.finish(); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    auto const parse = [&] { return Settings::parse(text, "/nowhere/vespa.toml"); };
    if (!fuzz::was_read<BadSetting>([&] { ask_everything(parse(), 0); })) return 0;
    fuzz::was_read<BadSetting>([&] { read_launch_settings(parse().table("launcher")); });
    fuzz::was_read<BadSetting>([&] { read_store_settings(parse().table("store")); });
    fuzz::was_read<BadSetting>([&] { read_log_settings(parse().table("log")); });
    return 0;
}
