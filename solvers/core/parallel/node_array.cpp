#include "core/parallel/node_array.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"

namespace vespa::parallel {
namespace {

/// A number that the ranks of a node have in common and no other node has: the least of their ranks.
int colour_of_node(Communicator const& communicator) {
    MPI_Comm handle = MPI_COMM_NULL;
    MPI_Comm_split_type(communicator.handle(), MPI_COMM_TYPE_SHARED, communicator.rank(), MPI_INFO_NULL,
                        &handle);
    int const colour = minimum(Communicator(handle), communicator.rank());
    MPI_Comm_free(&handle);
    return colour;
}

/// A name in the system's shared memory, taken from its birth until its death: by then all ranks have mapped
/// what it stands for, which lasts as long as they do.
class SharedName {
  public:
    explicit SharedName(int rank) {
        static int made = 0;
        text_ = "/vespa-" + std::to_string(::getpid()) + "-" + std::to_string(rank) + "-" +
                std::to_string(made++);
    }
    ~SharedName() { ::shm_unlink(text_.c_str()); }
    SharedName(SharedName const&) = delete;
    SharedName& operator=(SharedName const&) = delete;

    [[nodiscard]] std::string const& text() const { return text_; }

    /// Zeros. The room is taken now: a page that is missing later would kill the process.
    [[nodiscard]] std::shared_ptr<double> create(std::size_t bytes) const {
        int const file = ::shm_open(text_.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);
        if (file < 0) fail(bytes, errno);
        int const code = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
        if (code != 0) {
            ::close(file);
            fail(bytes, code);
        }
        return map(file, bytes);
    }

    [[nodiscard]] static std::shared_ptr<double> open(std::string const& text, std::size_t bytes) {
        int const file = ::shm_open(text.c_str(), O_RDWR, 0600);
        if (file < 0) fail(bytes, errno);
        return map(file, bytes);
    }

  private:
    [[noreturn]] static void fail(std::size_t bytes, int code) {
        throw std::runtime_error("no room for " + std::to_string(bytes) +
                                 " bytes of memory that the ranks of a node share (/dev/shm): " +
                                 std::generic_category().message(code));
    }

    static std::shared_ptr<double> map(int file, std::size_t bytes) {
        void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        int const code = errno;
        ::close(file);
        if (memory == MAP_FAILED) fail(bytes, code);
        return {static_cast<double*>(memory), [bytes](double* data) { ::munmap(data, bytes); }};
    }

    std::string text_;
};

}  // namespace

NodeArray::NodeArray(Communicator const& communicator, std::uint64_t size)
    : NodeArray(communicator, size, colour_of_node(communicator)) {}

NodeArray::NodeArray(Communicator const& communicator, std::uint64_t size, int colour)
    : node_(std::make_unique<OwnedCommunicator>(communicator, colour, communicator.rank())), size_(size) {
    int const leads = node_->view().is_root() ? 0 : 1;
    leaders_ = std::make_unique<OwnedCommunicator>(communicator, leads, communicator.rank());
    is_filled_here_ = maximum(node_->view(), communicator.is_root() ? 1 : 0) == 1;
    allocate(communicator);
}

NodeArray::~NodeArray() = default;

void NodeArray::allocate(Communicator const& communicator) {
    auto const& node = node_->view();
    if (size_ > (std::uint64_t{1} << 56)) size_ = std::uint64_t{1} << 56;  // its bytes can be counted
    std::size_t const bytes = size_ * sizeof(double);
    std::optional<SharedName> name;
    in_agreement(communicator, [&] {
        if (bytes == 0 || !node.is_root()) return;
        if (node.size() == 1) {
            data_ =
                std::shared_ptr<double>(new (std::nothrow) double[size_](), std::default_delete<double[]>());
            if (!data_) throw std::runtime_error("no room for " + std::to_string(bytes) + " bytes of memory");
            return;
        }
        name.emplace(communicator.rank());
        data_ = name->create(bytes);
    });
    auto const text = broadcast(node, name ? name->text() : std::string());
    in_agreement(communicator, [&] {
        if (!text.empty() && !node.is_root()) data_ = SharedName::open(text, bytes);
    });
}

void NodeArray::settle() const {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    sharers().barrier();
    std::atomic_thread_fence(std::memory_order_seq_cst);
}

void NodeArray::spread() {
    settle();
    // Rank 0 of all is rank 0 of its node and of the leaders.
    if (sharers().is_root()) {
        detail::broadcast_bytes(leaders_->view(), std::as_writable_bytes(values()), 0,
                                detail::largest_message);
    }
    settle();
}

}  // namespace vespa::parallel
