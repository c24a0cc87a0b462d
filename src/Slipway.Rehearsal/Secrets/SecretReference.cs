namespace Slipway.Rehearsal.Secrets;

/// <summary>A container definition's <c>valueFrom</c>, taken apart.</summary>
/// <param name="Key">A key of the secret's JSON; null: the whole secret.</param>
internal sealed record SecretReference(string Arn, string? Key, string? Stage, string? Version)
{
    /// <summary>
    /// Reads <c>arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX[:key[:stage[:version]]]</c>
    /// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html); null: it has another form.
    /// </summary>
    public static SecretReference? Parse(string valueFrom) =>
        valueFrom.Split(':') is ["arn", _, "secretsmanager", _, _, "secret", { Length: > 0 }, .. { Length: <= 3 } rest] parts
            ? new SecretReference(string.Join(':', parts[..7]), Part(rest, 0), Part(rest, 1), Part(rest, 2))
            : null;

    private static string? Part(string[] rest, int index) => index < rest.Length && rest[index].Length > 0 ? rest[index] : null;
}
