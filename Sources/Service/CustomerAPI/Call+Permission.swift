import Wire

extension Call {
    /// What a caller must be allowed for it; `nil` for what everybody may.
    var permission: Permission? {
        switch self {
        case .read(let call): call.permission
        case .write: .write
        case .report: nil
        }
    }
}

extension ReadCall {
    fileprivate var permission: Permission? {
        switch self {
        case .health, .openAPI, .whoAmI: nil
        case .list, .find, .get: .read
        case .changes(let query): query.cursor == nil ? .export : .follow
        }
    }
}

extension RequestContext.Caller {
    func may(_ permission: Permission) -> Bool {
        switch self {
        case .anonymous: true
        case .principal(let principal): principal.role.may(permission)
        case .unauthenticated: false
        }
    }

    /// - Throws: the problem `forbidden`, with the role that is needed.
    func check(_ permission: Permission?) throws(APIError) {
        guard let permission, case .principal(let principal) = self, !may(permission) else { return }
        throw APIError(
            Problem(
                .forbidden,
                "This needs the role \(permission.role.rawValue); yours is \(principal.role.rawValue). Ask the operator."
            ))
    }

    /// - Throws: the problem `unauthenticated` for somebody who is not known.
    func json() throws(APIError) -> CallerJSON {
        switch self {
        case .anonymous: CallerJSON(name: nil, role: Role.admin.rawValue, may: Role.admin.permissions)
        case .principal(let principal):
            CallerJSON(name: principal.name, role: principal.role.rawValue, may: principal.role.permissions)
        case .unauthenticated(let reason): throw APIError(Problem(.unauthenticated, reason))
        }
    }
}
