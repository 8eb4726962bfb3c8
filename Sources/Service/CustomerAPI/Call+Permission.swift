import HTTP
import HTTPTypes
package import Wire

extension Call {
    /// What a caller must be allowed for it; `nil` for what everybody may.
    var permission: Permission? {
        switch self {
        case .read(let call): call.permission
        case .write(let call): call.route.writePermission
        case .report: nil
        }
    }
}

extension ReadCall {
    fileprivate var permission: Permission? {
        switch self {
        case .health, .openAPI, .whoAmI, .erasures: nil
        case .list, .find, .similar, .get, .timeline, .past, .duplicates, .dismissals, .trash: .read
        case .changes(let query): query.cursor == nil ? .export : .follow
        }
    }
}

extension RoutedRequest {
    /// What a caller must be allowed for the change that the head asks for, whatever the body says; `nil` where it asks for none.
    var writePermission: Permission? {
        guard let route, route.methods.contains(request.method), ![.get, .head].contains(request.method) else {
            return nil
        }
        return route.writePermission
    }
}

extension Route {
    /// What changing it takes; `nil` for what everybody may do, or nobody can.
    fileprivate var writePermission: Permission? {
        switch self {
        case .part(_, .erasure): .erase
        case .customers, .customer, .part: .write
        case .health, .openAPI, .whoAmI, .similar, .trash, .changes, .erasures, .audit: nil
        }
    }
}

extension RequestContext.Caller {
    /// Whether the head of a request of theirs says that they may not make it, so that its body is nothing to wait for.
    package func isForbidden(_ routed: RoutedRequest) -> Bool {
        guard principal != nil, let permission = routed.writePermission else { return false }
        return !may(permission)
    }

    func may(_ permission: Permission) -> Bool {
        switch self {
        case .anonymous: true
        case .principal(let principal): principal.role.may(permission)
        case .forbidden, .unauthenticated, .undecided: false
        }
    }

    /// - Throws: the problem `forbidden`, with the role that is needed.
    func check(_ permission: Permission?) throws(APIError) {
        guard let permission, let principal, !may(permission) else { return }
        throw APIError(
            Problem(
                .forbidden,
                "This needs the role \(permission.role.rawValue); yours is \(principal.role.rawValue). Ask the operator."
            ))
    }

    /// - Throws: why somebody is not let in.
    func json() throws(APIError) -> CallerJSON {
        if let refusal { throw APIError(refusal) }
        guard let principal else {
            return CallerJSON(name: nil, role: Role.admin.rawValue, may: Role.admin.permissions)
        }
        return CallerJSON(name: principal.name, role: principal.role.rawValue, may: principal.role.permissions)
    }
}
