// Without libFuzzer: the seeds, and changes of them that are the same each time.
//     replay_NAME FOLDER...
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A copy of exactly the size: what reads behind its end is seen by sanitizers.
void give(Bytes const& input) {
    Bytes const exact(input.begin(), input.end());
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

/// Cut short everywhere, doubled, and with every byte replaced, dropped or repeated; at most some thousand of
/// each.
void give_changes(Bytes const& seed) {
    auto const step = static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, seed.size() / 1000));
    for (std::ptrdiff_t at = 0; at < std::ssize(seed); at += step) {
        give({seed.begin(), seed.begin() + at});
        Bytes changed = seed;
        for (unsigned const value : {0x00U, 0x0aU, 0x22U, 0x2dU, 0x39U, 0x80U, 0xffU}) {
            changed[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
            give(changed);
        }
        changed = seed;
        changed.erase(changed.begin() + at);
        give(changed);
        changed = seed;
        changed.insert(changed.begin() + at, 20, seed[static_cast<std::size_t>(at)]);
        give(changed);
    }
    Bytes twice = seed;
    twice.insert(twice.end(), seed.begin(), seed.end());
    give(twice);
}

}  // namespace

int main(int argc, char** argv) {
    int seeds = 0;
    give({});
    for (int i = 1; i < argc; ++i)
        for (auto const& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            Bytes const seed{std::istreambuf_iterator<char>(file), {}};
            give(seed);
            give_changes(seed);
            ++seeds;
        }
    std::printf("%d seeds and their changes\n", seeds);
    return seeds > 0 ? 0 : 1;
}
