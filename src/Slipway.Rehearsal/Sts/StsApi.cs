using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Sts;

/// <summary>AWS Security Token Service: who is calling, and temporary credentials of roles. Any role of any account may be assumed.</summary>
internal sealed partial class StsApi(IStateStore state, TimeProvider clock) : IAwsApi
{
    private const string Document = "sts";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly Lock _gate = new();
    private readonly JsonObject _sessions = state.Load(Document, document => document) ?? [];

    /// <inheritdoc/>
    public string SigningName => "sts";

    /// <inheritdoc/>
    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) =>
        operation == WebIdentity.Operation ? AssumeRoleWithWebIdentity(input, ct) : Task.FromResult(operation switch
        {
            "GetCallerIdentity" => GetCallerIdentity(caller),
            "AssumeRole" => AssumeRole(input),
            _ => throw AwsError.UnknownOperation(operation),
        });

    /// <summary>Who a caller is.</summary>
    public string ArnOf(Caller caller)
    {
        lock (_gate)
            return ArnOf(_sessions[caller.AccessKey] as JsonObject, caller);
    }

    private static string ArnOf(JsonObject? session, Caller caller) => session?.RequiredString("arn") ?? $"arn:aws:iam::{caller.Account}:root";

    /// <summary>The caller's unique id: of an assumed role <c>AROA...:session</c>, of anybody else the account.</summary>
    public string UserId(Caller caller)
    {
        lock (_gate)
            return (_sessions[caller.AccessKey] as JsonObject)?.RequiredString("roleId") ?? caller.Account;
    }

    /// <summary>ARN of the role that a caller took, with its path; null: it took none.</summary>
    public string? RoleOf(Caller caller)
    {
        lock (_gate)
            return (_sessions[caller.AccessKey] as JsonObject)?.OptionalString("role");
    }

    private JsonObject GetCallerIdentity(Caller caller)
    {
        lock (_gate)
        {
            var session = _sessions[caller.AccessKey] as JsonObject;
            return new JsonObject
            {
                ["UserId"] = UserId(caller),
                ["Account"] = caller.Account,
                ["Arn"] = ArnOf(session, caller),
            };
        }
    }

    private JsonObject AssumeRole(JsonObject input)
    {
        var role = RoleArn().Match(input.RequiredString("RoleArn", "ValidationError"));
        if (!role.Success)
            throw new AwsError("ValidationError", $"{input.OptionalString("RoleArn")} is invalid");

        var session = input.RequiredString("RoleSessionName", "ValidationError");
        if (!SessionName().IsMatch(session))
            throw new AwsError("ValidationError", $"1 validation error detected: Value '{session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*");

        var seconds = input.OptionalInt("DurationSeconds") ?? 3600;
        if (seconds is < 900 or > 43200)
            throw new AwsError("ValidationError", $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200");

        var account = role.Groups["account"].Value;
        var accessKey = $"ASIA{account}{RandomNumberGenerator.GetString(Upper, 8)}";
        var roleId = $"AROA{IdOf(role.Value)}:{session}";
        var arn = $"arn:aws:sts::{account}:assumed-role/{role.Groups["name"].Value}/{session}";
        var expiration = clock.GetUtcNow().AddSeconds(seconds);
        Remember(accessKey, role.Value, roleId, arn, expiration);

        return new JsonObject
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = accessKey,
                ["SecretAccessKey"] = RandomNumberGenerator.GetHexString(40, lowercase: true),
                ["SessionToken"] = RandomNumberGenerator.GetHexString(64, lowercase: true),
                ["Expiration"] = JsonValue.Create(expiration),
            },
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = roleId, ["Arn"] = arn },
        };
    }

    /// <summary>No trust policy is asked: the rehearsal's roles have none.</summary>
    private async Task<JsonObject> AssumeRoleWithWebIdentity(JsonObject input, CancellationToken ct)
    {
        var (subject, provider) = await WebIdentity.Read(input.RequiredString("WebIdentityToken", "ValidationError"), clock, ct);
        var taken = AssumeRole(input);
        (taken["SubjectFromWebIdentityToken"], taken["Provider"], taken["Audience"]) = (subject, provider, WebIdentity.Audience);
        return taken;
    }

    /// <summary>The part of a role's unique id that is its own: 17 characters, the same in every session.</summary>
    private static string IdOf(string role) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(role)).Take(17).Select(one => Upper[one % Upper.Length]));

    private void Remember(string accessKey, string role, string roleId, string arn, DateTimeOffset expiration)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var expired in _sessions.Where(session => Expiration(session.Value!) < now).Select(session => session.Key).ToList())
                _sessions.Remove(expired);

            _sessions[accessKey] = new JsonObject
            {
                ["role"] = role,
                ["roleId"] = roleId,
                ["arn"] = arn,
                ["expiration"] = expiration.ToString("O", CultureInfo.InvariantCulture),
            };
            state.Save(Document, _sessions);
        }
    }

    private static DateTimeOffset Expiration(JsonNode session) =>
        DateTimeOffset.Parse(((JsonObject)session).RequiredString("expiration"), CultureInfo.InvariantCulture);

    [GeneratedRegex("^arn:aws[a-z-]*:iam::(?<account>[0-9]{12}):role/([^/]+/)*(?<name>[A-Za-z0-9+=,.@_-]{1,64})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{2,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SessionName();
}
