#pragma once
#include <memory>

#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/match/matcher.hpp"

namespace vespa::mulumesc_driver {

/// Library match: /best_match and /matches.
class MatchStage final : public Stage {
  public:
    /// \param library  outlives the stage \throws BadInput where no entry can be compared on the axis
    MatchStage(mulumesc::Library const& library, mulumesc::SpectralAxis const& axis,
               mulumesc::MatchOptions const& options);

    void work(Block& block) override;

  private:
    void describe(record::Group group) const override;
    void add(mulumesc::Match const& match, std::size_t place);

    mulumesc::Library const& library_;
    mulumesc::MatchOptions options_;
    mulumesc::Matcher matcher_;
    /// What tells how alike they are, of the best match and of each listed.
    struct Measures {
        ColumnOf<double>*distance = nullptr, *fit = nullptr, *depth_ratio = nullptr, *coverage = nullptr,
        *angle = nullptr;
        void add(mulumesc::Match const& match);
        void add_none();
    };
    static Measures measures_of(Table& table);
    ColumnOf<std::int32_t>& best_entry_;
    Measures best_, each_;
    ColumnOf<std::int32_t>* entry_ = nullptr;
    ColumnOf<std::uint32_t>*place_ = nullptr, *paired_ = nullptr, *unpaired_ = nullptr;
    std::array<ColumnOf<std::uint32_t>*, 3> rank_ = {};
};

}  // namespace vespa::mulumesc_driver
