using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class ActionTypeEnum(string value) : ConstantClass(value)
{
    public static readonly ActionTypeEnum Forward = new("forward");
    public static readonly ActionTypeEnum AuthenticateOidc = new("authenticate-oidc");
    public static readonly ActionTypeEnum AuthenticateCognito = new("authenticate-cognito");
    public static readonly ActionTypeEnum Redirect = new("redirect");
    public static readonly ActionTypeEnum FixedResponse = new("fixed-response");
    public static readonly ActionTypeEnum JwtValidation = new("jwt-validation");

    public static ActionTypeEnum FindValue(string value) => FindValue<ActionTypeEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ActionTypeEnum?(string? value) => FindValue<ActionTypeEnum>(value);
}

public class AuthenticateCognitoActionConditionalBehaviorEnum(string value) : ConstantClass(value)
{
    public static readonly AuthenticateCognitoActionConditionalBehaviorEnum Deny = new("deny");
    public static readonly AuthenticateCognitoActionConditionalBehaviorEnum Allow = new("allow");
    public static readonly AuthenticateCognitoActionConditionalBehaviorEnum Authenticate = new("authenticate");

    public static AuthenticateCognitoActionConditionalBehaviorEnum FindValue(string value) => FindValue<AuthenticateCognitoActionConditionalBehaviorEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AuthenticateCognitoActionConditionalBehaviorEnum?(string? value) => FindValue<AuthenticateCognitoActionConditionalBehaviorEnum>(value);
}

public class AuthenticateOidcActionConditionalBehaviorEnum(string value) : ConstantClass(value)
{
    public static readonly AuthenticateOidcActionConditionalBehaviorEnum Deny = new("deny");
    public static readonly AuthenticateOidcActionConditionalBehaviorEnum Allow = new("allow");
    public static readonly AuthenticateOidcActionConditionalBehaviorEnum Authenticate = new("authenticate");

    public static AuthenticateOidcActionConditionalBehaviorEnum FindValue(string value) => FindValue<AuthenticateOidcActionConditionalBehaviorEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AuthenticateOidcActionConditionalBehaviorEnum?(string? value) => FindValue<AuthenticateOidcActionConditionalBehaviorEnum>(value);
}

public class JwtValidationActionAdditionalClaimFormatEnum(string value) : ConstantClass(value)
{
    public static readonly JwtValidationActionAdditionalClaimFormatEnum SingleString = new("single-string");
    public static readonly JwtValidationActionAdditionalClaimFormatEnum StringArray = new("string-array");
    public static readonly JwtValidationActionAdditionalClaimFormatEnum SpaceSeparatedValues = new("space-separated-values");

    public static JwtValidationActionAdditionalClaimFormatEnum FindValue(string value) => FindValue<JwtValidationActionAdditionalClaimFormatEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator JwtValidationActionAdditionalClaimFormatEnum?(string? value) => FindValue<JwtValidationActionAdditionalClaimFormatEnum>(value);
}

public class RedirectActionStatusCodeEnum(string value) : ConstantClass(value)
{
    public static readonly RedirectActionStatusCodeEnum HTTP_301 = new("HTTP_301");
    public static readonly RedirectActionStatusCodeEnum HTTP_302 = new("HTTP_302");

    public static RedirectActionStatusCodeEnum FindValue(string value) => FindValue<RedirectActionStatusCodeEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RedirectActionStatusCodeEnum?(string? value) => FindValue<RedirectActionStatusCodeEnum>(value);
}
