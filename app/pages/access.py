"""Who may open a page or send its form: every page with the ways to be allowed, in the words of the API's table.

The pages call the endpoint functions, which check; this is what comes out, and ``tests/access`` holds the pages to it.
An action with ``@all`` has to reach everywhere, without regard to a unit.
"""

PUBLIC: tuple[str, ...] = ()
SIGNED_IN = ("",)
_READ, _WRITE, _SUBMIT = ("proposals:read",), ("proposals:write proposals:read",), ("proposals:submit proposals:read",)
_VERIFY, _SCORE = ("proposals:verify proposals:read",), ("evaluations:write evaluations:read",)
_SIGN = (*_SCORE, "evaluations:reopen evaluations:read")
_SELECT = ("proposals:verify@all",)
DEEDS: dict[str, tuple[str, ...]] = {
    "submission": _SUBMIT, "revival": _SUBMIT, "handover": _WRITE, "takeback": _WRITE,
    "send-back": ("proposals:send-back proposals:read",), "return": (*_VERIFY, "proposals:send-back proposals:read"),
    "extension": _VERIFY, "verification": _VERIFY, "rejection": _VERIFY,
    "withdrawal": ("proposals:withdraw proposals:read",), "disqualification": ("proposals:disqualify proposals:read",),
}  # fmt: skip
"""What ``{deed}`` in an address stands for."""
_EDITIONS, _STAGE = "/editions/{edition_id}", "/editions/{edition_id}/stages/{stage}"
PAGES: dict[str, tuple[str, ...]] = {
    "GET /": PUBLIC, "GET /sign-in": PUBLIC, "POST /sign-in": PUBLIC, "GET /language/{code}": PUBLIC,
    "POST /sign-out": SIGNED_IN, "GET /home": SIGNED_IN,
    **dict.fromkeys(["GET /sign-in/second-factor", "POST /sign-in/second-factor", "POST /sign-in/passkey",
                     "POST /sign-in/passkey/options", "GET /sign-in/oidc", "GET /sign-in/oidc/callback",
                     "GET /password", "POST /password", "GET /password/forgotten", "POST /password/forgotten"], PUBLIC),
    **dict.fromkeys(["GET /security", "GET /security/password", "POST /security/password",
                     "GET /security/confirmation", "POST /security/confirmation",
                     "POST /security/sessions/others/end", "POST /security/sessions/{session_id}/end",
                     "GET /security/totp", "POST /security/totp", "POST /security/totp/confirmation",
                     "POST /security/totp/removal", "POST /security/recovery-codes", "GET /security/passkeys/new",
                     "POST /security/passkeys/options", "POST /security/passkeys",
                     "POST /security/passkeys/{passkey_id}/removal"], SIGNED_IN),
    "GET /problems": PUBLIC, "GET /problems/{code}": PUBLIC, "GET /api/docs": PUBLIC, "GET /api/docs/{tag}": PUBLIC,
    "GET /innovations": PUBLIC, "GET /innovations/{innovation_id}": PUBLIC,
    "GET /units": PUBLIC, "GET /units/suggestions": PUBLIC, "GET /units/{unit_id}": PUBLIC,
    **dict.fromkeys(["GET /units/new", "POST /units", "GET /units/{unit_id}/edit", "POST /units/{unit_id}",
                     "GET /units/import", "POST /units/import"], ("units:write",)),
    "GET /editions": PUBLIC, f"GET {_EDITIONS}": PUBLIC, f"GET {_EDITIONS}/invitations": SIGNED_IN,
    **dict.fromkeys(["GET /editions/new", "POST /editions", f"GET {_EDITIONS}/edit", f"POST {_EDITIONS}/edit",
                     f"GET {_EDITIONS}/edit/{{part}}", f"POST {_EDITIONS}/edit/{{part}}",
                     f"POST {_EDITIONS}/edit/{{part}}/rows", f"GET {_EDITIONS}/edit/stages/{{stage}}",
                     f"POST {_EDITIONS}/edit/stages/{{stage}}", f"POST {_EDITIONS}/edit/stages/{{stage}}/rows",
                     f"GET {_EDITIONS}/opening", f"POST {_EDITIONS}/opening", f"POST {_EDITIONS}/closing",
                     f"POST {_EDITIONS}/invitations", f"POST {_EDITIONS}/invitations/{{group}}/{{unit_id}}/removal",
                     ], ("editions:write",)),
    "GET /quotas": ("quotas:read",),
    **dict.fromkeys([f"GET {_EDITIONS}/quotas", f"POST {_EDITIONS}/quotas",
                     f"POST {_EDITIONS}/quotas/{{unit_id}}/removal"], ("quotas:write",)),
    "GET /users": ("users:read",), "GET /users/{user_id}": ("users:read",),
    **dict.fromkeys(["GET /users/new", "POST /users", "POST /users/{user_id}", "POST /users/{user_id}/invitation",
                     "POST /users/{user_id}/sessions/end", "POST /users/{user_id}/second-factors/removal",
                     "POST /users/{user_id}/erasure"], ("users:write",)),
    **dict.fromkeys(["GET /named-people", "POST /named-people", "POST /named-people/export",
                     "POST /named-people/erasure"], ("users:write proposals:read",)),
    "GET /api-keys": ("api-keys:read",),
    **dict.fromkeys(["GET /api-keys/new", "POST /api-keys", "POST /api-keys/{key_id}/revocation"],
                    ("api-keys:write",)),
    **dict.fromkeys(["GET /api-keys/{key_id}/rotation", "POST /api-keys/{key_id}/rotation"],
                    ("api-keys:write api-keys:read",)),
    "GET /webhooks": ("webhooks:read",), "GET /webhooks/{webhook_id}": ("webhooks:read",),
    **dict.fromkeys(["GET /webhooks/new", "POST /webhooks"], ("webhooks:write",)),
    **dict.fromkeys(["GET /webhooks/{webhook_id}/edit", "POST /webhooks/{webhook_id}"],
                    ("webhooks:write webhooks:read",)),
    **dict.fromkeys([f"POST /webhooks/{{webhook_id}}/{deed}" for deed in
                     ("switch", "secret", "test", "removal", "deliveries/{delivery_id}/redelivery")],
                    ("webhooks:write",)),
    "GET /audit": ("audit:read",), "GET /verify": PUBLIC,
    "GET /proposals": _READ, "GET /proposals/{proposal_id}": _READ, "GET /proposals/{proposal_id}/revisions": _READ,
    "GET /proposals/{proposal_id}/revisions/{number}": _READ, "GET /proposals/submissions": ("proposals:submit",),
    "GET /proposals/writers": SIGNED_IN, "GET /proposals/new": ("proposals:write",), "POST /proposals": _WRITE,
    "POST /proposals/submissions": ("proposals:submit",),
    **dict.fromkeys(["GET /proposals/{proposal_id}/edit", "PATCH /proposals/{proposal_id}",
                     "POST /proposals/{proposal_id}", "POST /proposals/{proposal_id}/documents",
                     "POST /proposals/{proposal_id}/documents/{document_id}/removal",
                     "POST /proposals/{proposal_id}/deletion"], _WRITE),
    **{f"GET /proposals/{{proposal_id}}/{deed}": ways for deed, ways in DEEDS.items()},
    **{f"POST /proposals/{{proposal_id}}/{deed}": ways for deed, ways in DEEDS.items()},
    "GET /selection": _SELECT, "GET /selection/{proposal_id}": _SELECT,
    **{f"POST /selection/{{proposal_id}}/{deed}": _SELECT for deed in
       ("verification", "return", "extension", "rejection")},
    f"GET {_STAGE}": ("jurors:read",), f"GET {_STAGE}/jurors": ("jurors:read",),
    f"POST {_STAGE}/jurors": ("jurors:write",), f"POST {_STAGE}/jurors/{{user_id}}/removal": ("jurors:write",),
    f"GET {_STAGE}/assignments": ("assignments:read@all",),
    **dict.fromkeys([f"GET {_STAGE}/assignments/new", f"POST {_STAGE}/assignments",
                     "POST /assignments/{assignment_id}/removal"], ("assignments:write",)),
    "GET /assignments": ("assignments:read",), "GET /evaluations/{assignment_id}": ("evaluations:read",),
    "PATCH /evaluations/{assignment_id}": _SCORE, "POST /evaluations/{assignment_id}": _SCORE,
    "GET /evaluations/{assignment_id}/signature": _SIGN, "POST /evaluations/{assignment_id}/signature": _SIGN,
    f"GET {_STAGE}/publication": ("publication:write",), f"POST {_STAGE}/publication": ("publication:write",),
    f"GET {_STAGE}/analysis": ("ranking:read",),
    f"GET {_STAGE}/conflicts": ("conflicts:read@all",), f"POST {_STAGE}/conflicts": ("conflicts:write@all",),
    "POST /conflicts/{conflict_id}/removal": ("conflicts:write@all",),
    f"GET {_STAGE}/declinations": ("assignments:read@all",),
    "POST /declinations/{declination_id}/removal": ("assignments:write",),
    "GET /evaluations/{assignment_id}/comparison": ("evaluations:read",),
    **dict.fromkeys([f"{method} /evaluations/{{assignment_id}}/declination" for method in ("GET", "POST")], _SCORE),
    "GET /evaluations/{assignment_id}/conflict": _SCORE, "POST /evaluations/{assignment_id}/conflict": _SCORE,
    f"GET {_STAGE}/ranking": PUBLIC, f"GET {_STAGE}/signature": PUBLIC, f"GET {_STAGE}/proofs/{{proposal_id}}": PUBLIC,
}  # fmt: skip
"""Page → the ways to be allowed, each the actions it takes. An empty way is whoever is signed in; none, the public."""
