using System.Security.Cryptography;
using System.Text;

namespace Slipway.Pipelines.Templates;

/// <summary>Names as AWS takes them.</summary>
internal static class AwsNames
{
    private const int Digits = 8;

    /// <summary>A name of a resource in a template, which has letters and digits alone: <c>deploy-prod</c> becomes <c>DeployProd</c>.</summary>
    public static string Logical(string name) =>
        string.Concat(name.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries).Select(part => $"{char.ToUpperInvariant(part[0])}{part[1..]}"));

    /// <summary>The name, or as much of it as there is room for and a hash of it all, so that no two become the same.</summary>
    public static string Short(string name, int longest) => name.Length <= longest
        ? name
        : $"{name[..(longest - Digits - 1)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..Digits]}";

    /// <summary>The part of an ARN with this number, counted from zero.</summary>
    public static string Part(string arn, int number) => arn.Split(':')[number];
}
