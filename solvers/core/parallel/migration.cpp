#include "core/parallel/migration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "core/parallel/agreement.hpp"

namespace vespa::parallel {
namespace {

constexpr int tag = 1;

}  // namespace

MigrationOfBytes::MigrationOfBytes(Communicator const& communicator, std::size_t record_bytes,
                                   std::size_t batch)
    : record_bytes_(record_bytes),
      batch_(batch),
      ended_(communicator),
      exceptions_at_birth_(std::uncaught_exceptions()) {
    in_agreement(ranks(), [&] {
        if (record_bytes == 0 || batch == 0 || batch > detail::largest_message / record_bytes) {
            throw std::invalid_argument(
                fmt::format("migration: batches of {} records of {} bytes", batch, record_bytes));
        }
    });
    auto const size = static_cast<std::size_t>(ranks().size());
    waiting_.resize(size);
    sent_.resize(size);
    received_.resize(size);
    begin(0);
}

MigrationOfBytes::~MigrationOfBytes() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (finalized || std::uncaught_exceptions() > exceptions_at_birth_) return;
    // All has been received: what is left is to be told so.
    while (!under_way_.empty())
        recycle();
}

void MigrationOfBytes::begin(std::uint64_t items) {
    in_agreement(ranks(), [&] {
        if (items >= OneSidedCounter::limit) throw std::invalid_argument("migration: more than 2^62 items");
    });
    items_ = items;
    sent_total_ = 0;
    std::fill(sent_.begin(), sent_.end(), 0);
    std::fill(received_.begin(), received_.end(), 0);
    // Its barrier keeps the records of this beginning from those of the last.
    ended_.reset();
}

void MigrationOfBytes::send(int rank, std::span<std::byte const> record) {
    auto const to = static_cast<std::size_t>(rank);
    auto& batch = waiting_[to];
    batch.insert(batch.end(), record.begin(), record.end());
    ++sent_[to];
    ++sent_total_;
    if (batch.size() >= batch_ * record_bytes_ && rank != ranks().rank()) post(to);
}

void MigrationOfBytes::post(std::size_t rank) {
    Message message{{}, MPI_REQUEST_NULL};
    if (!spare_.empty()) {
        message.bytes = std::move(spare_.back());
        spare_.pop_back();
        message.bytes.clear();
    }
    std::swap(message.bytes, waiting_[rank]);
    under_way_.push_back(std::move(message));
    auto& posted = under_way_.back();
    MPI_Isend(posted.bytes.data(), static_cast<int>(posted.bytes.size()), MPI_BYTE, static_cast<int>(rank),
              tag, ranks().handle(), &posted.request);
}

void MigrationOfBytes::flush() {
    for (std::size_t rank = 0; rank < waiting_.size(); ++rank) {
        if (!waiting_[rank].empty() && rank != static_cast<std::size_t>(ranks().rank())) post(rank);
    }
}

/// Takes back the buffers that have been sent, in the order of their posting.
void MigrationOfBytes::recycle() {
    while (!under_way_.empty()) {
        int sent = 0;
        MPI_Test(&under_way_.front().request, &sent, MPI_STATUS_IGNORE);
        if (!sent) return;
        spare_.push_back(std::move(under_way_.front().bytes));
        under_way_.pop_front();
    }
}

void MigrationOfBytes::receive(std::vector<std::byte>& records) {
    recycle();
    auto const self = static_cast<std::size_t>(ranks().rank());
    records.insert(records.end(), waiting_[self].begin(), waiting_[self].end());
    received_[self] += waiting_[self].size() / record_bytes_;
    waiting_[self].clear();
    for (;;) {
        int arrived = 0;
        MPI_Message message;
        MPI_Status status;
        MPI_Improbe(MPI_ANY_SOURCE, tag, ranks().handle(), &arrived, &message, &status);
        if (!arrived) return;
        int bytes = 0;
        MPI_Get_count(&status, MPI_BYTE, &bytes);
        std::size_t const before = records.size();
        records.resize(before + static_cast<std::size_t>(bytes));
        MPI_Mrecv(records.data() + before, bytes, MPI_BYTE, &message, MPI_STATUS_IGNORE);
        received_[static_cast<std::size_t>(status.MPI_SOURCE)] +=
            static_cast<std::size_t>(bytes) / record_bytes_;
    }
}

void MigrationOfBytes::end(std::uint64_t items) {
    if (items > 0) ended_.add(items);
}

std::uint64_t MigrationOfBytes::ended() {
    return std::min(ended_.state().count, items_);
}

bool MigrationOfBytes::over() {
    auto const state = ended_.state();
    return state.closed || state.count >= items_;
}

void MigrationOfBytes::close() {
    ended_.close();
}

bool MigrationOfBytes::closed() {
    return ended_.state().closed;
}

void MigrationOfBytes::recall(std::vector<std::byte>& records) {
    flush();
    std::vector<std::uint64_t> due(sent_.size());
    MPI_Request counting;
    MPI_Ialltoall(sent_.data(), 1, MPI_UINT64_T, due.data(), 1, MPI_UINT64_T, ranks().handle(), &counting);
    // Others may be waiting for this rank to take their records before they come here.
    for (int counted = 0; !counted;) {
        receive(records);
        MPI_Test(&counting, &counted, MPI_STATUS_IGNORE);
    }
    while (received_ != due)
        receive(records);
    while (!under_way_.empty())
        recycle();
    ranks().barrier();
}

}  // namespace vespa::parallel
