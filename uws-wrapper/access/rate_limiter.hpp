#pragma once
#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "settings/settings.hpp"

namespace vespa::uws {

/// A bucket of tokens: so many requests at once, and so many a second in the long run.
struct Rate {
    double a_second = 0;  ///< 0 = no bound
    double at_once = 0;
};

/// [access.rates]: `KEY` requests a second, `KEY-burst` at once; 0 = no bound.
struct RateSettings {
    Rate address{};                    ///< of one network address (IPv6: of one /64)
    Rate guest{};                      ///< of one address that does not say who it is
    Rate user{};                       ///< of one signed-in user
    Rate wrong{0.2, 20};               ///< wrong credentials of one address
    std::size_t remembered = 100'000;  ///< addresses and users; the longest silent one is forgotten
};

/// Throws BadSetting.
RateSettings read_rates(Settings const& rates);

/// Token buckets by key, in bounded memory.
class RateLimiter {
  public:
    using Clock = std::chrono::steady_clock;
    explicit RateLimiter(std::size_t remembered) : most_(remembered) {}

    /// Takes one token of the key's bucket. \return zero, or how long to wait until there is one again
    Clock::duration take(std::string const& key, Rate const& rate, Clock::time_point now);
    /// As take(), without taking.
    Clock::duration ask(std::string const& key, Rate const& rate, Clock::time_point now) const;
    std::size_t size() const { return buckets_.size(); }

  private:
    struct Bucket {
        std::string key;
        double tokens;
        Clock::time_point filled;
    };
    std::size_t most_;
    std::list<Bucket> buckets_;  ///< the last used first
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_key_;
};

/// What stands for a network address in a bucket's key: an IPv6 host has a whole /64 to choose from.
std::string rate_key(std::string const& address);

}  // namespace vespa::uws
