#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/record/file.hpp"
#include "lbl/blocks/block_plan.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {

/// A result whose columns are wavenumbers, or bins of them, written block by block by whichever rank has one,
/// that outlives a run that is stopped or killed. Beside its tables stand, for each block, what was found of
/// its error and a checksum that is written last: a block whose checksum does not fit is computed again.
class BlockFile {
  public:
    /// Begins a file, or with Run::resume goes on with one that the same options and inputs made.
    /// \throws parallel::AgreedError, a bad input, where other options made it \collective
    BlockFile(shell::Run& run, lbl::BlockPlan const& plan);

    /// Whether the file is gone on with: its tables and attributes are there then.
    bool is_resumed() const { return is_resumed_; }
    /// Whether it was finished before: nothing is to be done.
    bool is_complete() const { return is_complete_; }

    record::Group root() const { return file_->root(); }

    /// A table one of whose extents is the plan's points; made, or of a resumed file opened. All ranks name
    /// the same ones in the same order, before begin(). \param rows  the extents before the points'
    /// \param inner  the extents after it: what belongs to a point \return its number, for finish()
    /// \collective
    std::size_t table(std::string const& name, std::vector<std::uint64_t> const& rows,
                      record::Meaning const& meaning, std::vector<std::uint64_t> const& inner = {});

    /// Makes the tables of blocks; from now on the file outlives the run. \return blocks that are done
    /// \collective
    std::vector<bool> begin();

    /// What a block leaves beside its columns.
    struct Found {
        double error = 0;
        double dropped = 0;
    };
    /// Writes the columns of a block, one span a table, and what was found. Local.
    void finish(std::uint64_t block, std::span<std::span<double const> const> columns, Found const& found);

    /// Closes the file under its final name. \return the largest error of all blocks \collective
    double commit(bool stopped);

  private:
    std::uint64_t checksum_in_file(std::uint64_t block) const;
    void create_block_tables();
    std::vector<bool> verified();

    shell::Run& run_;
    lbl::BlockPlan plan_;
    std::optional<record::File> file_;
    /// A dataset and how many extents stand behind that of the points.
    struct Table {
        record::Dataset dataset;
        std::size_t inner = 0;
    };
    std::vector<Table> tables_;
    std::optional<record::Dataset> check_, error_, dropped_;
    bool is_resumed_ = false, is_complete_ = false;
};

}  // namespace vespa::lbl_driver
