#include "core/parallel/agreement.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <algorithm>
#include <map>
#include <new>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"

namespace vespa::parallel {
namespace {

// Bounds on what one error may make rank 0 hold and print, however many ranks fail.
constexpr std::size_t longest_cause = 4096;
constexpr std::size_t most_causes = 8;
constexpr std::size_t most_ranks = 16;

enum class Fate : int { success = 0, bad_input = 1, failure = 2 };

struct Outcome {
    Fate fate = Fate::success;
    std::string cause;
};

Outcome outcome_of(std::exception_ptr const& failure, Communicator const& communicator) {
    if (!failure) return {};
    try {
        std::rethrow_exception(failure);
    } catch (AgreedError const& error) {
        if (error.scope() == communicator.handle()) throw;
        return {error.is_bad_input() ? Fate::bad_input : Fate::failure, error.what()};
    } catch (BadInput const& error) {
        return {Fate::bad_input, error.what()};
    } catch (std::bad_alloc const&) {
        return {Fate::failure, "out of memory"};
    } catch (std::exception const& error) {
        return {Fate::failure, error.what()};
    } catch (...) {
        return {Fate::failure, "an exception of unknown type"};
    }
}

std::string name_ranks(std::vector<int> const& ranks, int size) {
    auto const shown = std::min(ranks.size(), most_ranks);
    std::string const more = ranks.size() > shown ? fmt::format(" and {} more", ranks.size() - shown) : "";
    return fmt::format("rank{} {}{} of {}", ranks.size() > 1 ? "s" : "",
                       fmt::join(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                       more, size);
}

/// Whose work it was: a failure of rank 0 in work that is rank 0's alone needs no rank's name.
enum class Workers { all, root };

/// One line a cause, in the order of the first rank that has it. A rank without failure has an empty text.
std::string compose(std::vector<std::string> const& causes, Workers workers) {
    std::vector<std::pair<std::string, std::vector<int>>> groups;
    std::map<std::string, std::size_t> known;
    for (std::size_t rank = 0; rank < causes.size(); ++rank) {
        if (causes[rank].empty()) continue;
        auto const [place, is_new] = known.try_emplace(causes[rank], groups.size());
        if (is_new) groups.push_back({causes[rank], {}});
        groups[place->second].second.push_back(static_cast<int>(rank));
    }
    bool const is_shared = groups[0].second.size() == causes.size();
    bool const is_roots = workers == Workers::root && groups[0].second == std::vector{0};
    if (groups.size() == 1 && (is_shared || is_roots)) return groups[0].first;
    std::string text;
    for (std::size_t g = 0; g < std::min(groups.size(), most_causes); ++g) {
        if (g > 0) text += '\n';
        text += name_ranks(groups[g].second, static_cast<int>(causes.size())) + ": " + groups[g].first;
    }
    if (groups.size() > most_causes) text += fmt::format("\nand {} more causes", groups.size() - most_causes);
    return text;
}

/// The same sequence of messages whoever works, so that a rank that fails before a nested agreement meets it
/// there.
void agree(Communicator const& communicator, std::exception_ptr const& failure, Workers workers) {
    auto outcome = outcome_of(failure, communicator);
    auto const worst = static_cast<Fate>(maximum(communicator, static_cast<int>(outcome.fate)));
    if (worst == Fate::success) return;
    if (outcome.fate != Fate::success && outcome.cause.empty()) outcome.cause = "an exception without a text";
    outcome.cause.resize(std::min(outcome.cause.size(), longest_cause));
    auto const causes = gather(communicator, outcome.cause);
    auto const text =
        broadcast(communicator, communicator.is_root() ? compose(causes, workers) : std::string{});
    throw AgreedError(text, worst == Fate::bad_input, communicator.handle());
}

}  // namespace

void agree(Communicator const& communicator, std::exception_ptr failure) {
    agree(communicator, failure, Workers::all);
}

void agree_with_root(Communicator const& communicator, std::exception_ptr failure) {
    agree(communicator, failure, Workers::root);
}

}  // namespace vespa::parallel
