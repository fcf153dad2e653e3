#include "core/parallel/transfer.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/parallel/reductions.hpp"

namespace vespa::parallel {
namespace detail {
namespace {

constexpr int tag = 0;

/// Runs post(offset, length) over the bytes [0, size) in pieces of at most limit.
template <class Post>
void in_pieces(std::uint64_t size, std::uint64_t limit, Post post) {
    for (std::uint64_t offset = 0; offset < size; offset += limit) {
        post(offset, static_cast<int>(std::min(limit, size - offset)));
    }
}

std::vector<int> as_int(std::span<std::uint64_t const> values) {
    std::vector<int> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(), [](auto v) { return static_cast<int>(v); });
    return result;
}

std::vector<std::uint64_t> offsets_of(std::span<std::uint64_t const> counts) {
    std::vector<std::uint64_t> offsets(counts.size());
    std::exclusive_scan(counts.begin(), counts.end(), offsets.begin(), std::uint64_t{0});
    return offsets;
}

std::uint64_t total_of(std::span<std::uint64_t const> counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// Messages under way, at most 32-bit each; done when wait() returns.
class Messages {
  public:
    explicit Messages(Communicator const& communicator, std::uint64_t limit)
        : communicator_(communicator), limit_(limit) {}

    void send(std::span<std::byte const> bytes, int to) {
        in_pieces(bytes.size(), limit_, [&](std::uint64_t offset, int length) {
            MPI_Isend(bytes.data() + offset, length, MPI_BYTE, to, tag, communicator_.handle(),
                      &requests_.emplace_back());
        });
    }

    void receive(std::span<std::byte> bytes, int from) {
        in_pieces(bytes.size(), limit_, [&](std::uint64_t offset, int length) {
            MPI_Irecv(bytes.data() + offset, length, MPI_BYTE, from, tag, communicator_.handle(),
                      &requests_.emplace_back());
        });
    }

    void wait() {
        MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
        requests_.clear();
    }

  private:
    Communicator const& communicator_;
    std::uint64_t limit_;
    std::vector<MPI_Request> requests_;
};

}  // namespace

void broadcast_bytes(Communicator const& communicator, std::span<std::byte> bytes, int root,
                     std::uint64_t limit) {
    in_pieces(bytes.size(), limit, [&](std::uint64_t offset, int length) {
        MPI_Bcast(bytes.data() + offset, length, MPI_BYTE, root, communicator.handle());
    });
}

std::vector<std::byte> gather_bytes(Communicator const& communicator, std::span<std::byte const> mine,
                                    int root, std::vector<std::uint64_t>& counts, std::uint64_t limit) {
    std::uint64_t const count = mine.size();
    bool const receives = communicator.rank() == root;
    counts.assign(receives ? static_cast<std::size_t>(communicator.size()) : 0, 0);
    MPI_Gather(&count, 1, MPI_UINT64_T, counts.data(), 1, MPI_UINT64_T, root, communicator.handle());
    std::uint64_t const total = broadcast(communicator, total_of(counts), root);
    auto const offsets = offsets_of(counts);
    std::vector<std::byte> all(receives ? total : 0);
    if (total <= limit) {
        auto const lengths = as_int(counts);
        auto const places = as_int(offsets);
        MPI_Gatherv(mine.data(), static_cast<int>(count), MPI_BYTE, all.data(), lengths.data(), places.data(),
                    MPI_BYTE, root, communicator.handle());
        return all;
    }
    Messages messages(communicator, limit);
    for (std::size_t rank = 0; rank < counts.size(); ++rank) {
        messages.receive(std::span(all).subspan(offsets[rank], counts[rank]), static_cast<int>(rank));
    }
    messages.send(mine, root);
    messages.wait();
    return all;
}

std::vector<std::byte> exchange_bytes(Communicator const& communicator, std::span<std::byte const> buffer,
                                      std::span<std::uint64_t const> counts,
                                      std::vector<std::uint64_t>& received, std::uint64_t limit) {
    received.assign(counts.size(), 0);
    MPI_Alltoall(counts.data(), 1, MPI_UINT64_T, received.data(), 1, MPI_UINT64_T, communicator.handle());
    auto const from = offsets_of(counts);
    auto const to = offsets_of(received);
    std::vector<std::byte> arrived(total_of(received));
    if (maximum(communicator, std::uint64_t{std::max(buffer.size(), arrived.size())}) <= limit) {
        auto const send_lengths = as_int(counts);
        auto const send_places = as_int(from);
        auto const lengths = as_int(received);
        auto const places = as_int(to);
        MPI_Alltoallv(buffer.data(), send_lengths.data(), send_places.data(), MPI_BYTE, arrived.data(),
                      lengths.data(), places.data(), MPI_BYTE, communicator.handle());
        return arrived;
    }
    Messages messages(communicator, limit);
    for (std::size_t rank = 0; rank < counts.size(); ++rank) {
        messages.receive(std::span(arrived).subspan(to[rank], received[rank]), static_cast<int>(rank));
    }
    for (std::size_t rank = 0; rank < counts.size(); ++rank) {
        messages.send(buffer.subspan(from[rank], counts[rank]), static_cast<int>(rank));
    }
    messages.wait();
    return arrived;
}

}  // namespace detail

std::string broadcast(Communicator const& communicator, std::string text, int root) {
    text.resize(broadcast(communicator, std::uint64_t{text.size()}, root));
    detail::broadcast_bytes(communicator, std::as_writable_bytes(std::span(text)), root,
                            detail::largest_message);
    return text;
}

std::vector<std::string> gather(Communicator const& communicator, std::string const& mine, int root) {
    std::vector<std::uint64_t> counts;
    auto const bytes = detail::gather_bytes(communicator, std::as_bytes(std::span(mine)), root, counts,
                                            detail::largest_message);
    std::vector<std::string> texts;
    texts.reserve(counts.size());
    auto const* position = reinterpret_cast<char const*>(bytes.data());
    for (auto const count : counts) {
        texts.emplace_back(position, count);
        position += count;
    }
    return texts;
}

std::vector<std::string> gather_everywhere(Communicator const& communicator, std::string const& mine) {
    auto texts = gather(communicator, mine);
    texts.resize(static_cast<std::size_t>(communicator.size()));
    for (auto& text : texts) {
        text = broadcast(communicator, text);
    }
    return texts;
}

}  // namespace vespa::parallel
