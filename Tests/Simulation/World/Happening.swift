/// What is going to happen in a simulated world.
enum Happening {
    case turn(process: Int)
    case arrival(flight: Int, copy: Int)
    case end(flight: Int)
    case personActs(process: Int)
    case rivalActs
    case weatherChanges(machine: Int)
    case accident
    case start(process: Int)
    case resume(process: Int)
    /// From here on the network is well, nothing happens to anybody, and nobody enters anything.
    case heal
}
