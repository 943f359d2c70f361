// The one header that knows which CAF this is.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

/// Lists a struct that travels between actors of this process. It is never
/// serialised, so it needs neither a type id nor an inspect function.
#define LOCAL_MESSAGE(type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(type)

namespace actors {

/// "Accepts In and answers nothing" / "accepts In and answers Out".
template <class In>
using tells = caf::reacts_to<In>;
template <class In, class Out>
using asks = typename caf::replies_to<In>::template with<Out>;

namespace detail {

/// CAF 0.17 makes a state from `self` alone; the slot lets a state class take
/// more. It declares its constructor because an aggregate would be filled from
/// the self pointer in C++20.
template <class State>
struct slot {
  static constexpr const char* name = State::name;
  explicit slot(typename State::handle::pointer) {}
  std::optional<State> state;
};

template <class State, class... Args>
typename State::handle::behavior_type run(
  typename State::handle::template stateful_pointer<slot<State>> self, Args... args) {
  self->set_exception_handler([](std::exception_ptr& thrown) -> caf::error {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      return caf::make_error(caf::sec::runtime_error, std::string{e.what()});
    } catch (...) {
      return caf::sec::runtime_error;
    }
  });
  auto& state = self->state.state;
  state.emplace(self, std::move(args)...);
  return state->make_behavior();
}

} // namespace detail

/// Starts an actor whose body is the class State, from an actor system or a
/// running actor. Needs at least one argument: CAF 0.17 binds a null reference
/// for functions without any.
template <class State, caf::spawn_options Options = caf::no_spawn_options, class Parent, class... Args>
typename State::handle spawn(Parent& parent, Args... args) {
  return parent.template spawn<Options>(&detail::run<State, Args...>, std::move(args)...);
}

} // namespace actors
