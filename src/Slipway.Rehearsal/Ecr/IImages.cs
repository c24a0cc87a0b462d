namespace Slipway.Rehearsal.Ecr;

/// <summary>What ECS needs of ECR.</summary>
internal interface IImages
{
    /// <summary>
    /// The digest that an image reference (<c>registry/repository:tag</c>, <c>registry/repository@sha256:...</c> or both) names,
    /// or null when this registry has no such image.
    /// </summary>
    string? Resolve(string image);

    /// <summary>Whether <paramref name="image"/> names a repository of this cloud's registry, present or not.</summary>
    bool IsOurs(string image);
}
