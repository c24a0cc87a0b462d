using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class Action
{
    public ActionTypeEnum? Type { get; set; }
    public string? TargetGroupArn { get; set; }
    public AuthenticateOidcActionConfig? AuthenticateOidcConfig { get; set; }
    public AuthenticateCognitoActionConfig? AuthenticateCognitoConfig { get; set; }
    public int? Order { get; set; }
    public RedirectActionConfig? RedirectConfig { get; set; }
    public FixedResponseActionConfig? FixedResponseConfig { get; set; }
    public ForwardActionConfig? ForwardConfig { get; set; }
    public JwtValidationActionConfig? JwtValidationConfig { get; set; }
}

public class AuthenticateCognitoActionConfig
{
    public string? UserPoolArn { get; set; }
    public string? UserPoolClientId { get; set; }
    public string? UserPoolDomain { get; set; }
    public string? SessionCookieName { get; set; }
    public string? Scope { get; set; }
    public long? SessionTimeout { get; set; }
    public Dictionary<string, string>? AuthenticationRequestExtraParams { get; set; } = Initial.Dictionary<string, string>();
    public AuthenticateCognitoActionConditionalBehaviorEnum? OnUnauthenticatedRequest { get; set; }
}

public class AuthenticateOidcActionConfig
{
    public string? Issuer { get; set; }
    public string? AuthorizationEndpoint { get; set; }
    public string? TokenEndpoint { get; set; }
    public string? UserInfoEndpoint { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
    public string? SessionCookieName { get; set; }
    public string? Scope { get; set; }
    public long? SessionTimeout { get; set; }
    public Dictionary<string, string>? AuthenticationRequestExtraParams { get; set; } = Initial.Dictionary<string, string>();
    public AuthenticateOidcActionConditionalBehaviorEnum? OnUnauthenticatedRequest { get; set; }
    public bool? UseExistingClientSecret { get; set; }
}

public class FixedResponseActionConfig
{
    public string? MessageBody { get; set; }
    public string? StatusCode { get; set; }
    public string? ContentType { get; set; }
}

public class ForwardActionConfig
{
    public List<TargetGroupTuple>? TargetGroups { get; set; } = Initial.List<TargetGroupTuple>();
    public TargetGroupStickinessConfig? TargetGroupStickinessConfig { get; set; }
}

public class JwtValidationActionAdditionalClaim
{
    public JwtValidationActionAdditionalClaimFormatEnum? Format { get; set; }
    public string? Name { get; set; }
    public List<string>? Values { get; set; } = Initial.List<string>();
}

public class JwtValidationActionConfig
{
    public string? JwksEndpoint { get; set; }
    public string? Issuer { get; set; }
    public List<JwtValidationActionAdditionalClaim>? AdditionalClaims { get; set; } = Initial.List<JwtValidationActionAdditionalClaim>();
}

public class RedirectActionConfig
{
    public string? Protocol { get; set; }
    public string? Port { get; set; }
    public string? Host { get; set; }
    public string? Path { get; set; }
    public string? Query { get; set; }
    public RedirectActionStatusCodeEnum? StatusCode { get; set; }
}

public class TargetGroupStickinessConfig
{
    public bool? Enabled { get; set; }
    public int? DurationSeconds { get; set; }
}

public class TargetGroupTuple
{
    public string? TargetGroupArn { get; set; }
    public int? Weight { get; set; }
}
