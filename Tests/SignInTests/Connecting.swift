import HTTP
import Transports

func connection(to server: ServerAddress) -> any Transport {
    HTTPTransport(server)
}
