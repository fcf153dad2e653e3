#pragma once
#include <optional>
#include <string>

#include "core/parallel/communicator.hpp"
#include "drivers/mulumesc/block.hpp"
#include "drivers/mulumesc/columns.hpp"

namespace vespa::mulumesc_driver {

/// What a stage leaves a number of rows of for each spectrum, as bands. Kept until all are there, since no
/// row's place is known before.
struct ListedRows {
    std::string group;                   ///< of the result: "bands"
    std::string item;                    ///< one of them, for the index beside the spectra: "band"
    std::vector<std::uint64_t> count{};  ///< of each spectrum of this rank so far
    /// Of the listed, besides its own columns.
    Table table{};
    ColumnOf<std::uint64_t>* spectrum = nullptr;
};

/// A stage of the work on spectra, and its part of the result: a group with one row a spectrum, and perhaps
/// a list. Local but for what says otherwise.
class Stage {
  public:
    explicit Stage(std::string group) : group_(std::move(group)) {}
    virtual ~Stage() = default;
    Stage(Stage const&) = delete;
    Stage& operator=(Stage const&) = delete;

    /// Adds a row to each column for each spectrum of the block, and to the list what there is. A spectrum
    /// that cannot be worked on has blank values and says why.
    virtual void work(Block& block) = 0;

    /// Makes the group's datasets. \collective
    void create(record::Group root, std::uint64_t spectra);
    /// Writes what is held of the rows a spectrum. \collective
    void write(std::uint64_t first_spectrum);
    /// Takes some spectra from an earlier result of the same run. \collective
    void read(parallel::Communicator const& communicator, record::Group const& root, parallel::Range spectra);
    /// Spectra that the run has not come to.
    void blank(std::uint64_t spectra);
    /// Writes the list and its index. \return rows of all ranks; 0 without a list \collective
    std::uint64_t write_list(parallel::Communicator const& communicator, record::Group root,
                             parallel::Range mine, std::uint64_t spectra);

  protected:
    Table& per_spectrum() { return per_spectrum_; }
    /// Begins the list, whose columns follow.
    Table& lists(std::string group, std::string item);
    /// As many rows of the list as were added for the spectrum.
    void listed(std::uint64_t spectrum, std::uint64_t rows);
    /// What the group itself is told.
    virtual void describe(record::Group) const {}

  private:
    std::string group_;
    Table per_spectrum_;
    std::optional<ListedRows> list_;
};

}  // namespace vespa::mulumesc_driver
