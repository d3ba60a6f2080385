"""What may stand in a drawing that leaves: shapes, text, colours, filters. Source: SVG 2, W3C CR 2018-10-04.

Not on the list, on purpose: script, foreignObject, a, image, use of other files, animation (it can rewrite links),
iframes, audio, video, handlers, cursors.
"""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

ELEMENTS = frozenset(
    """
    svg g defs symbol use switch title desc path rect circle ellipse line polyline polygon text
    tspan textPath linearGradient radialGradient stop pattern clipPath mask marker filter style view
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
    feSpotLight feTile feTurbulence
    """.split()
)

DROPPED = frozenset(("metadata",))
"""Elements that are left out without a word: what a drawing program notes for itself. Ours replaces it."""

ATTRIBUTES = frozenset(
    """
    id class style lang tabindex version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx
    cy r rx ry fx fy fr dx dy d points transform pathLength rotate textLength lengthAdjust
    startOffset method spacing side gradientUnits gradientTransform spreadMethod offset patternUnits
    patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits
    markerWidth markerHeight orient refX refY filterUnits primitiveUnits in in2 result mode type
    values operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode
    kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
    scale xChannelSelector yChannelSelector azimuth elevation stdDeviation radius baseFrequency
    numOctaves seed stitchTiles tableValues slope intercept amplitude exponent pointsAtX pointsAtY
    pointsAtZ z limitingConeAngle requiredFeatures requiredExtensions systemLanguage media role
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-
    interpolation-filters color-rendering direction display dominant-baseline enable-background fill
    fill-opacity fill-rule filter flood-color flood-opacity font font-family font-feature-settings
    font-kerning font-size font-size-adjust font-stretch font-style font-variant font-weight glyph-
    orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning letter-
    spacing lighting-color line-height marker marker-end marker-mid marker-start mask mask-type mix-
    blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity
    stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-align text-anchor text-decoration text-orientation text-
    rendering text-transform transform-box transform-origin unicode-bidi vector-effect visibility
    white-space word-spacing writing-mode
    """.split()
)
