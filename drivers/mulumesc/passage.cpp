#include "drivers/mulumesc/passage.hpp"

#include <algorithm>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "shell/same_run.hpp"

namespace vespa::mulumesc_driver {

using parallel::Range;

namespace {

/// Numbers of a block that is read at once: some megabytes.
constexpr std::uint64_t block_numbers = 1 << 19;

}  // namespace

EarlierResult::EarlierResult(shell::Run& run, std::filesystem::path const& path)
    : file_(record::File::open(run.communicator, path)) {
    auto const root = file_.root();
    auto const provenance = record::read_provenance(root);
    auto const status = root.attribute<std::string>("status");
    parallel::in_agreement(run.communicator,
                           [&] { shell::check_same_run(provenance, run.provenance, path); });
    is_complete_ = status == "complete";
    state_ = root.dataset("spectra/state").read<std::int8_t>();
}

bool EarlierResult::has(Range spectra) const {
    auto const at = [&](std::uint64_t i) { return state_.begin() + static_cast<std::ptrdiff_t>(i); };
    return std::all_of(at(spectra.first), at(spectra.last), [](std::int8_t state) { return state != 0; });
}

Passage::Passage(shell::Run& run, mulumesc::SpectrumSource& source, mulumesc::SpectralAxis const& axis,
                 std::optional<double> noise)
    : run_(run), source_(source), axis_(axis), noise_(noise) {
    auto const& is = source.is();
    auto const samples = std::max<std::uint64_t>(is.samples, 1);
    auto const lines =
        parallel::block_of(is.count / samples, run.communicator.rank(), run.communicator.size());
    mine_ = {lines.first * samples, lines.last * samples};
    block_ = std::max<std::uint64_t>(1, block_numbers / is.axis.channels());
}

void Passage::step(Stages& stages, Range now, EarlierResult const* earlier) {
    bool const is_known = earlier && !now.empty() && earlier->has(now);
    if (parallel::any(run_.communicator, is_known))
        for (auto& stage : stages)
            stage->read(run_.communicator, earlier->root(), is_known ? now : Range{0, 0});
    parallel::in_agreement(run_.communicator, [&] {
        if (now.empty() || is_known) return;
        auto block = block_of(axis_, now.first, source_.read(now.first, now.size()), noise_);
        for (auto& stage : stages)
            stage->work(block);
    });
}

bool Passage::go(Stages& stages, EarlierResult const* earlier) {
    auto const steps = parallel::maximum(run_.communicator, (mine_.size() + block_ - 1) / block_);
    bool is_stopped = false;
    std::uint64_t own = 0;
    for (std::uint64_t step = 0; step < steps; ++step) {
        Range const now{std::min(mine_.first + step * block_, mine_.last),
                        std::min(mine_.first + (step + 1) * block_, mine_.last)};
        is_stopped = is_stopped || parallel::any(run_.communicator, run_.progress.stop_requested());
        if (is_stopped) {
            for (auto& stage : stages)
                stage->blank(now.size());
        } else {
            this->step(stages, now, earlier);
            own += now.size();
        }
        for (auto& stage : stages)
            stage->write(now.first);
        if (!is_stopped) run_.progress.progress((step + 1) * source_.is().count / steps, source_.is().count);
    }
    computed_ = parallel::sum(run_.communicator, own);
    return is_stopped;
}

}  // namespace vespa::mulumesc_driver
